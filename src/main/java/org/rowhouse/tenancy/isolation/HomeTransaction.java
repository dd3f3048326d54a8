package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ContextNotActiveException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * One tenant's part of a JTA transaction: a connection that commits in one phase.
 *
 * <p>It must be the only resource of its transaction; asked to prepare, it rolls back and refuses.
 * The connection goes back to its pool exactly once, when the transaction is over.
 */
final class HomeTransaction implements XAResource, InvocationHandler {

  private final Connection connection;
  private final CommitFailure failure;
  private final Connection handle;
  private final Thread owner = Thread.currentThread();
  private volatile boolean over;

  HomeTransaction(Connection connection, CommitFailure failure) {
    this.connection = connection;
    this.failure = failure;
    this.handle =
        (Connection)
            Proxy.newProxyInstance(
                HomeTransaction.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
  }

  /** The connection without the means to end the transaction. */
  Connection handle() {
    return handle;
  }

  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    switch (method.getName()) {
      case "close", "commit", "setAutoCommit" -> {
        return null;
      }
      case "rollback" -> {
        if (arguments == null) {
          return null;
        }
      }
      case "isClosed" -> {
        return over || connection.isClosed();
      }
      case "equals" -> {
        return proxy == arguments[0];
      }
      case "hashCode" -> {
        return System.identityHashCode(proxy);
      }
      default -> {
        if (over) {
          throw new SQLException("This connection's transaction is over", "08003");
        }
      }
    }
    try {
      return method.invoke(connection, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    if (over) {
      throw new XAException(XAException.XAER_NOTA);
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      keep(e);
      throw refused(XAException.XA_RBROLLBACK, e);
    } finally {
      end();
    }
  }

  private void keep(SQLException cause) {
    try {
      failure.keep(cause);
    } catch (ContextNotActiveException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public void rollback(Xid xid) {
    end();
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    end();
    throw refused(
        XAException.XA_RBROLLBACK,
        new SQLException("A tenant's transaction cannot share its commit with another resource"));
  }

  /** Rolls back what is not committed and returns the connection; doing it twice does nothing. */
  private void end() {
    if (over) {
      return;
    }
    over = true;
    try (connection) {
      if (Thread.currentThread() == owner) {
        connection.rollback();
      } else {
        // the server gave up on a transaction whose thread may be using the connection now
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      System.getLogger(HomeTransaction.class.getName())
          .log(System.Logger.Level.DEBUG, "A connection broke before it was returned", e);
    }
  }

  private static XAException refused(int code, SQLException cause) {
    XAException refused = new XAException(code);
    refused.initCause(cause);
    return refused;
  }

  @Override
  public void start(Xid xid, int flags) {}

  @Override
  public void end(Xid xid, int flags) {}

  @Override
  public void forget(Xid xid) {}

  @Override
  public Xid[] recover(int flag) {
    return new Xid[0];
  }

  @Override
  public boolean isSameRM(XAResource other) {
    return this == other;
  }

  @Override
  public int getTransactionTimeout() {
    return 0;
  }

  @Override
  public boolean setTransactionTimeout(int seconds) {
    return false;
  }
}
