package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.SystemException;
import java.sql.Connection;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.WrongTenant;

/**
 * Lends the current transaction, or whoever reads without one, its connection: to the right
 * database, placed in the tenant's home with the tenant's signed context.
 */
@ApplicationScoped
class HomeConnections {

  private static final String KEY = HomeConnections.class.getName();

  private final CurrentTenant current;
  private final HomePools pools;
  private final TenantReading reading;
  private final CommitFailure failure;

  HomeConnections() {
    this(null, null, null, null);
  }

  @Inject
  HomeConnections(
      CurrentTenant current, HomePools pools, TenantReading reading, CommitFailure failure) {
    this.current = current;
    this.pools = pools;
    this.reading = reading;
    this.failure = failure;
  }

  /**
   * The connection of the current transaction or reading.
   *
   * @param expected the tenant id that the EntityManager was made for
   * @throws WrongTenant when that is not the current tenant, or the transaction is not its own
   * @throws NoTransaction outside of both
   */
  public Connection lend(String expected) {
    Tenant tenant = current.get();
    if (!tenant.id().toString().equals(expected)) {
      throw new WrongTenant("This EntityManager belongs to another tenant than the current one");
    }
    return switch (Transactions.registry().getTransactionStatus()) {
      case Status.STATUS_ACTIVE -> lendToTransaction(tenant);
      case Status.STATUS_NO_TRANSACTION -> reading.lend(tenant, pools);
      default -> throw new NoTransaction();
    };
  }

  private Connection lendToTransaction(Tenant tenant) {
    TransactionOwner.claimFor(tenant);
    HomeTransaction transaction = (HomeTransaction) Transactions.registry().getResource(KEY);
    if (transaction == null) {
      transaction = begin(tenant);
      Transactions.registry().putResource(KEY, transaction);
    }
    return transaction.handle();
  }

  private HomeTransaction begin(Tenant tenant) {
    HomeTransaction transaction =
        new HomeTransaction(new TenantConnection(pools, tenant, false), failure);
    try {
      if (Transactions.manager().getTransaction().enlistResource(transaction)) {
        return transaction;
      }
      throw new IllegalStateException("The transaction did not accept the connection");
    } catch (RollbackException | SystemException e) {
      throw new IllegalStateException("The connection could not join the transaction", e);
    }
  }
}
