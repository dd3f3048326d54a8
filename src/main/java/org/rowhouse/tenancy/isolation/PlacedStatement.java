package org.rowhouse.tenancy.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A prepared statement that carries the tenant's home and context in front of it: one message, one
 * round trip. What is set is kept until it runs, so that it can run on another connection when the
 * first is found dead; nothing was committed by then.
 */
final class PlacedStatement implements InvocationHandler {

  private static final int MOST_ATTEMPTS = 3;

  private record Call(Method method, Object[] arguments) {}

  private final TenantConnection connection;
  private final String sql;
  private final List<Call> calls = new ArrayList<>();
  private PreparedStatement statement;

  private PlacedStatement(TenantConnection connection, String sql) {
    this.connection = connection;
    this.sql = sql;
  }

  static PreparedStatement of(TenantConnection connection, String sql) {
    return (PreparedStatement)
        Proxy.newProxyInstance(
            PlacedStatement.class.getClassLoader(),
            new Class<?>[] {PreparedStatement.class},
            new PlacedStatement(connection, sql));
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    boolean own = arguments == null;
    switch (method.getName()) {
      case "executeQuery" -> {
        if (own) {
          execute();
          return statement.getResultSet();
        }
      }
      case "executeUpdate" -> {
        if (own) {
          execute();
          return statement.getUpdateCount();
        }
      }
      case "execute" -> {
        if (own) {
          return execute();
        }
      }
      case "getConnection" -> {
        return connection.handle();
      }
      case "close" -> {
        if (statement != null) {
          statement.close();
        }
        return null;
      }
      case "isClosed" -> {
        return statement != null && statement.isClosed();
      }
      case "equals" -> {
        return proxy == arguments[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      default -> {
        if (method.getReturnType() == void.class && method.getName().startsWith("set")) {
          calls.add(new Call(method, arguments));
          return null;
        }
      }
    }
    if (statement == null) {
      throw new UnsupportedOperationException(method.getName() + " before the statement has run");
    }
    return call(method, arguments, statement);
  }

  /** Whether there are rows. */
  private boolean execute() throws SQLException {
    for (int attempt = 1; ; attempt++) {
      Lease lease = connection.borrowed();
      try {
        return execute(lease);
      } catch (SQLException e) {
        if (!connection.isToBePlaced() || !Backend.isDead(e) || attempt == MOST_ATTEMPTS) {
          connection.isPlaced(); // a transaction that has failed must not begin anew
          throw e;
        }
        connection.bury();
      }
    }
  }

  private boolean execute(Lease lease) throws SQLException {
    boolean place = connection.isToBePlaced();
    if (statement != null) {
      statement.close();
    }
    statement = lease.connection().prepareStatement(place ? Lease.PLACE + "; " + sql : sql);
    if (place) {
      lease.place(statement);
    }
    for (Call call : calls) {
      call(call.method(), place ? shifted(call) : call.arguments(), statement);
    }
    boolean rows = statement.execute();
    connection.isPlaced();
    return place ? statement.getMoreResults() : rows;
  }

  /** The first argument of what sets a parameter is its number. */
  private static Object[] shifted(Call call) {
    if (call.arguments().length < 2) {
      return call.arguments();
    }
    Object[] arguments = call.arguments().clone();
    arguments[0] = (Integer) arguments[0] + Lease.PLACE_PARAMETERS;
    return arguments;
  }

  private static Object call(Method method, Object[] arguments, PreparedStatement on)
      throws SQLException {
    try {
      return method.invoke(on, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }
}
