package org.rowhouse.tenancy.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Statement;

/** A statement without parameters, which runs {@link PlainSql} only. */
record PlainStatement(Statement statement) implements InvocationHandler {

  static Statement of(Statement statement) {
    return (Statement)
        Proxy.newProxyInstance(
            PlainStatement.class.getClassLoader(),
            new Class<?>[] {Statement.class},
            new PlainStatement(statement));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (arguments != null
        && arguments[0] instanceof String sql
        && (method.getName().startsWith("execute") || method.getName().equals("addBatch"))) {
      PlainSql.plain(sql);
    }
    try {
      return method.invoke(statement, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
