package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ContextNotActiveException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;

/**
 * One tenant's part of a JTA transaction: a connection that commits in one phase.
 *
 * <p>It must be the only resource of its transaction; asked to prepare, it rolls back and refuses.
 */
final class HomeTransaction implements XAResource {

  private final TenantConnection connection;
  private final CommitFailure failure;

  HomeTransaction(TenantConnection connection, CommitFailure failure) {
    this.connection = connection;
    this.failure = failure;
  }

  Connection handle() {
    return connection.handle();
  }

  @Override
  public void commit(Xid xid, boolean onePhase) throws XAException {
    if (connection.isOver()) {
      throw new XAException(XAException.XAER_NOTA);
    }
    try {
      connection.commit();
    } catch (SQLException e) {
      keep(e);
      throw refused(XAException.XA_RBROLLBACK, e);
    } finally {
      connection.end();
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
    connection.end();
  }

  @Override
  public int prepare(Xid xid) throws XAException {
    connection.end();
    throw refused(
        XAException.XA_RBROLLBACK,
        new SQLException("A tenant's transaction cannot share its commit with another resource"));
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
