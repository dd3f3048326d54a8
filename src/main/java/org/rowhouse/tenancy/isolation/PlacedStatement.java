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

  /**
   * A transaction by itself, which can write nothing, and of which no row, no object and no setting
   * stays: not even one for the whole session.
   */
  private static final String READ = "begin read only; " + Lease.PLACE + "; %s\n; rollback";

  /** The driver begins the transaction in the same message. */
  private static final String WRITE = Lease.PLACE + "; %s";

  private record Call(Method method, Object[] arguments) {}

  private final TenantConnection connection;
  private final String sql;
  private final boolean select;
  private final List<Call> calls = new ArrayList<>();
  private PreparedStatement statement;

  private PlacedStatement(TenantConnection connection, String sql) {
    this.connection = connection;
    this.sql = sql;
    this.select = sql.regionMatches(true, 0, "select ", 0, 7);
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
        close();
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
          connection.failed(e);
          throw e;
        }
        connection.bury();
      }
    }
  }

  private boolean execute(Lease lease) throws SQLException {
    close();
    if (!connection.isToBePlaced()) {
      statement = lease.connection().prepareStatement(sql);
      for (Call call : calls) {
        call(call.method(), call.arguments(), statement);
      }
      return statement.execute();
    }
    boolean reading = connection.isReading();
    statement = lease.connection().prepareStatement((reading ? READ : WRITE).formatted(sql));
    lease.place(statement);
    for (Call call : calls) {
      bind(call, lease);
    }
    statement.execute();
    connection.placed();
    if (reading) {
      statement.getMoreResults();
    }
    return statement.getMoreResults();
  }

  /**
   * Repeats what was called, behind the parameters of {@link Lease#PLACE}. Where the driver does
   * not know a parameter's type it asks PostgreSQL for it, at a further round trip: so what
   * EclipseLink gives as text to a query is given a type here.
   */
  private void bind(Call call, Lease lease) throws SQLException {
    Object[] arguments = call.arguments();
    if (arguments.length < 2) {
      call(call.method(), arguments, statement);
      return;
    }
    int parameter = (Integer) arguments[0] + Lease.PLACE_PARAMETERS;
    if (select && arguments[1] instanceof String text) {
      // EclipseLink has the tenant of a key as text, however it is given
      boolean tenant = text.equals(lease.tenant().id().toString());
      statement.setObject(parameter, tenant ? lease.tenant().id().value() : Lease.text(text));
      return;
    }
    Object[] shifted = arguments.clone();
    shifted[0] = parameter;
    call(call.method(), shifted, statement);
  }

  private void close() throws SQLException {
    if (statement != null) {
      statement.close();
    }
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
