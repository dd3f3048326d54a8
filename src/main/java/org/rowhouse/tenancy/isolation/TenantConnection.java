package org.rowhouse.tenancy.isolation;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;
import org.rowhouse.tenancy.Tenant;

/**
 * The connection that EclipseLink uses for one tenant, in one transaction or for reading without
 * one. PostgreSQL's backend is borrowed with the first statement, and the tenant's home and signed
 * context travel in that statement's own message: in a transaction once, as they last as long as
 * it; for reading with each statement, which is then a transaction by itself.
 *
 * <p>The user of it cannot end the transaction. What it borrowed goes back exactly once.
 */
final class TenantConnection implements InvocationHandler {

  private final HomePools pools;
  private final Tenant tenant;
  private final boolean reading;
  private final Thread user = Thread.currentThread();
  private final Connection handle =
      (Connection)
          Proxy.newProxyInstance(
              TenantConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
  private Lease lease;
  private boolean placed;
  private boolean over;

  TenantConnection(HomePools pools, Tenant tenant, boolean reading) {
    this.pools = pools;
    this.tenant = tenant;
    this.reading = reading;
  }

  Connection handle() {
    return handle;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "close", "commit", "setAutoCommit", "setReadOnly" -> {
        return null;
      }
      case "rollback" -> {
        if (arguments == null) {
          return null;
        }
      }
      case "isClosed" -> {
        return isOver();
      }
      case "getAutoCommit" -> {
        return reading;
      }
      case "equals" -> {
        return proxy == arguments[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      case "createStatement" -> {
        return PlainStatement.of((Statement) call(method, arguments));
      }
      case "prepareCall", "nativeSQL" -> PlainSql.plain((String) arguments[0]);
      case "prepareStatement" -> {
        PlainSql.plain((String) arguments[0]);
        if (arguments.length == 1 && !placed) {
          return PlacedStatement.of(this, (String) arguments[0]);
        }
      }
      default -> {}
    }
    return call(method, arguments);
  }

  private Object call(Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(placedNow(), arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** The connection, placed by a message of its own where none has been sent yet. */
  private Connection placedNow() throws SQLException {
    if (reading) {
      throw new SQLFeatureNotSupportedException(
          "Reading outside a transaction knows prepared statements only");
    }
    if (!placed) {
      try (PreparedStatement place = handle.prepareStatement("select 1")) {
        place.execute();
      }
    }
    return borrowed().connection();
  }

  /** Whether a statement must bring the tenant's home and context along. */
  boolean isToBePlaced() {
    return reading || !placed;
  }

  void placed() {
    placed = !reading;
  }

  boolean isReading() {
    return reading;
  }

  /** A transaction that has failed must not begin anew; what is read next begins its own. */
  void failed(SQLException failure) {
    placed();
    Lease used = held();
    if (reading && used != null) {
      try {
        used.rollBack();
      } catch (SQLException e) {
        failure.addSuppressed(e);
      }
    }
  }

  /**
   * The lease of this transaction or reading, begun with its first use.
   *
   * @throws DatabaseUnavailable when PostgreSQL does not let us in
   * @throws NoConnection when no connection is to be had in time
   */
  Lease borrowed() throws SQLException {
    synchronized (this) {
      if (over) {
        throw new SQLException("This connection's transaction is over", "08003");
      }
      if (lease != null) {
        return lease;
      }
    }
    Lease borrowed;
    try {
      borrowed = pools.lease(tenant);
    } catch (SQLException e) {
      throw new DatabaseUnavailable(e);
    }
    borrowed.connection().setAutoCommit(reading);
    synchronized (this) {
      if (!over) {
        lease = borrowed;
        return lease;
      }
    }
    borrowed.giveBack();
    return borrowed();
  }

  /** Lets go of a connection that was found dead before it did anything. */
  void bury() {
    Lease dead = release(false);
    if (dead != null) {
      dead.bury();
    }
  }

  /**
   * Commits what was done, if anything was; {@link #end} must follow.
   *
   * @throws SQLException also when a statement failed before and nobody said so
   */
  void commit() throws SQLException {
    Lease used = held();
    if (used != null) {
      requireWhole(used.connection());
      used.commit();
    }
  }

  /** PostgreSQL answers COMMIT after a failure with ROLLBACK, and its driver says nothing. */
  private void requireWhole(Connection connection) throws SQLException {
    TransactionState state = connection.unwrap(BaseConnection.class).getTransactionState();
    if (state == TransactionState.FAILED || placed && state == TransactionState.IDLE) {
      throw new SQLException(
          "A failure was swallowed: PostgreSQL has rolled this transaction back", "25P02");
    }
  }

  /** Rolls back what is not committed and gives the connection back; again, it does nothing. */
  void end() {
    Lease used = release(true);
    if (used == null) {
      return;
    }
    if (Thread.currentThread() == user) {
      used.giveBack();
    } else {
      // the server gave up on a transaction whose thread may be using the connection now
      used.discard();
    }
  }

  private synchronized Lease held() {
    return lease;
  }

  private synchronized Lease release(boolean forGood) {
    Lease held = lease;
    lease = null;
    over |= forGood;
    return held;
  }

  synchronized boolean isOver() {
    return over;
  }
}
