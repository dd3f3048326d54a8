package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnit;
import jakarta.persistence.SynchronizationType;
import jakarta.transaction.Status;
import java.util.Map;
import org.eclipse.persistence.config.PersistenceUnitProperties;
import org.eclipse.persistence.sessions.DatasourceLogin;
import org.eclipse.persistence.sessions.server.ServerSession;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.TenantId;

/** The persistence unit of the tenant plane: every EntityManager of it is one tenant's. */
@ApplicationScoped
public class TenantUnit {

  @PersistenceUnit(unitName = "tenant")
  private EntityManagerFactory factory;

  @Inject private CurrentTenant current;
  @Inject private TenantEntityManager transaction;
  @Inject private TenantReading reading;

  /**
   * The EntityManager of the current tenant and transaction.
   *
   * @throws org.rowhouse.tenancy.NoTenant without a tenant
   * @throws NoTransaction without a transaction
   */
  public EntityManager entities() {
    TenantId tenant = current.get().id();
    if (!isTransaction()) {
      throw new NoTransaction();
    }
    return transaction.of(tenant);
  }

  /**
   * The EntityManager for queries of the current tenant: that of the transaction, or of a method
   * that reads without one ({@link ReadingInterceptor}).
   *
   * @throws org.rowhouse.tenancy.NoTenant without a tenant
   * @throws NoTransaction where neither is
   */
  public EntityManager readable() {
    TenantId tenant = current.get().id();
    return isTransaction() ? transaction.of(tenant) : reading.of(tenant, this);
  }

  private static boolean isTransaction() {
    return Transactions.registry().getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
  }

  EntityManager open(TenantId tenant) {
    return factory.createEntityManager(
        SynchronizationType.SYNCHRONIZED,
        Map.of(PersistenceUnitProperties.MULTITENANT_PROPERTY_DEFAULT, tenant.value()));
  }

  /**
   * Fails unless this unit's SQL goes through {@link HomeConnector}: were its customizer ever lost,
   * tenants' SQL would run as the owner of the database.
   */
  public void verify() {
    ServerSession session = factory.unwrap(ServerSession.class);
    if (!(((DatasourceLogin) session.getLogin()).getConnector() instanceof HomeConnector)
        || !(((DatasourceLogin) session.getReadConnectionPool().getLogin()).getConnector()
            instanceof HomeConnector)) {
      throw new IllegalStateException(
          "The persistence unit 'tenant' is not routed; its session customizer must be TenantSession");
    }
  }
}
