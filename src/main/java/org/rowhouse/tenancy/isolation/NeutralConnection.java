package org.rowhouse.tenancy.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import org.rowhouse.tenancy.NoTenant;

/**
 * The connection of nobody: EclipseLink may open, hold and close it; a statement on it is refused.
 */
final class NeutralConnection implements InvocationHandler {

  private boolean closed;

  private NeutralConnection() {}

  static Connection make() {
    return (Connection)
        Proxy.newProxyInstance(
            NeutralConnection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            new NeutralConnection());
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) {
    return switch (method.getName()) {
      case "close" -> {
        closed = true;
        yield null;
      }
      case "isClosed" -> closed;
      case "isValid" -> !closed;
      case "getAutoCommit" -> true;
      case "isReadOnly", "isWrapperFor" -> false;
      case "getTransactionIsolation" -> Connection.TRANSACTION_READ_COMMITTED;
      case "setAutoCommit",
          "setReadOnly",
          "setTransactionIsolation",
          "commit",
          "rollback",
          "getWarnings",
          "clearWarnings",
          "getCatalog",
          "getSchema" ->
          null;
      case "hashCode" -> System.identityHashCode(proxy);
      case "equals" -> proxy == arguments[0];
      case "toString" -> "neutral connection";
      default ->
          throw new NoTenant("No tenant, no connection: " + method.getName() + " was refused");
    };
  }
}
