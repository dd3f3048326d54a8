package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.WrongTenant;

/**
 * Lends the current transaction its connection: of the right database, with the home's schema and
 * the signed tenant set for exactly this transaction, in one round trip.
 */
@ApplicationScoped
class HomeConnections {

  /** Local settings: PostgreSQL forgets them when the transaction ends, however it ends. */
  private static final String PLACE =
      "select set_config('search_path', ?, true), set_config('rowhouse.tenant', ?, true)";

  /** After so long no further connection is tried: the client is told and may try again itself. */
  private static final long PATIENCE_NANOS = 2_000_000_000L;

  private static final String KEY = HomeConnections.class.getName();

  private final CurrentTenant current;
  private final HomePools pools;
  private final CommitFailure failure;

  HomeConnections() {
    this(null, null, null);
  }

  @Inject
  HomeConnections(CurrentTenant current, HomePools pools, CommitFailure failure) {
    this.current = current;
    this.pools = pools;
    this.failure = failure;
  }

  /**
   * The connection of the current transaction.
   *
   * @param expected the tenant id that the EntityManager was made for
   * @throws WrongTenant when that is not the current tenant, or the transaction is not its own
   * @throws NoTransaction outside a transaction
   * @throws DatabaseUnavailable when no connection can be had
   */
  Connection lend(String expected) {
    Tenant tenant = current.get();
    if (!tenant.id().toString().equals(expected)) {
      throw new WrongTenant("This EntityManager belongs to another tenant than the current one");
    }
    if (Transactions.registry().getTransactionStatus() != Status.STATUS_ACTIVE) {
      throw new NoTransaction();
    }
    TransactionOwner.claimFor(tenant);
    HomeTransaction transaction = (HomeTransaction) Transactions.registry().getResource(KEY);
    if (transaction == null) {
      transaction = begin(tenant);
      Transactions.registry().putResource(KEY, transaction);
    }
    return transaction.handle();
  }

  private HomeTransaction begin(Tenant tenant) {
    Connection connection = prepared(tenant);
    try {
      HomeTransaction transaction = new HomeTransaction(connection, failure);
      if (!Transactions.manager().getTransaction().enlistResource(transaction)) {
        throw new IllegalStateException("The transaction did not accept the connection");
      }
      return transaction;
    } catch (RollbackException | SystemException | RuntimeException e) {
      giveBack(connection, e);
      throw new IllegalStateException("The connection could not join the transaction", e);
    }
  }

  /** A dead connection shows when it is placed; then the next is tried, and last a new one. */
  private Connection prepared(Tenant tenant) {
    try {
      HomePool pool = pools.of(tenant.home());
      long begun = System.nanoTime();
      for (int left = pool.size(); ; left--) {
        Connection connection = pool.connection();
        try {
          place(connection, tenant.home(), context(pool, connection, tenant));
          return connection;
        } catch (SQLException e) {
          giveBack(connection, e);
          boolean late = System.nanoTime() - begun > PATIENCE_NANOS;
          if (late || left == 0 || !HomePool.isDead(e)) {
            throw e;
          }
        }
      }
    } catch (SQLException e) {
      throw new DatabaseUnavailable(e);
    }
  }

  private static String context(HomePool pool, Connection connection, Tenant tenant)
      throws SQLException {
    int backend = connection.unwrap(PGConnection.class).getBackendPID();
    return pool.key().sign(tenant.id(), backend);
  }

  /** Puts {@code connection} into a home and a tenant until its transaction ends. */
  static void place(Connection connection, Home home, String context) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PLACE)) {
      statement.setString(1, home.schema());
      statement.setString(2, context);
      statement.execute();
    }
  }

  private static void giveBack(Connection connection, Exception reason) {
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
