package org.rowhouse.controlplane.migration;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import org.rowhouse.controlplane.Leaving;
import org.rowhouse.controlplane.Readiness;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.access.Operators;
import org.rowhouse.controlplane.access.RevocationList;
import org.rowhouse.controlplane.access.SigningKeys;
import org.rowhouse.controlplane.audit.AuditSeals;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.domain.DomainChecks;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.server.Logins;
import org.rowhouse.settings.InvalidSettings;
import org.rowhouse.settings.Settings;

/**
 * What happens at deployment, in this order; a failure fails the deployment with one clear line.
 */
@Singleton
@Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class FleetMigration {

  private static final System.Logger LOG = System.getLogger(FleetMigration.class.getName());

  // looked up one by one: faulty settings must be told before anything is built on them
  @Inject Instance<Settings> settings;
  @Inject Instance<Fleet> fleet;
  @Inject Instance<AuditSeals> auditSeals;
  @Inject Instance<Logins> logins;
  @Inject Instance<Catalog> catalog;
  @Inject Instance<SigningKeys> keys;
  @Inject Instance<RevocationList> revocations;
  @Inject Instance<Operators> operators;
  @Inject Instance<OperationRunner> operations;
  @Inject Instance<RunLeader> runs;
  @Inject Instance<SpareHomes> spares;
  @Inject Instance<DomainChecks> domains;
  @Inject Instance<Leaving> leaving;
  @Inject Instance<Inspection> inspection;
  @Inject Readiness readiness;

  @PostConstruct
  void start() {
    long begun = System.nanoTime();
    try {
      settings.get();
      fleet.get().migrate();
      auditSeals.get().sealAgain();
      logins.get().start();
      keys.get().start();
      revocations.get().start();
      operators.get().start();
      leaving.get().start();
      inspection.get().whenSafe(() -> serve(begun));
    } catch (RuntimeException e) {
      Throwable told = e;
      for (Throwable t = e; t != null; t = t.getCause()) {
        if (t instanceof InvalidSettings || t instanceof StartRefused) {
          told = t;
        }
      }
      LOG.log(Level.ERROR, "Rowhouse does not start: {0}", told.getMessage());
      throw e;
    }
  }

  private void serve(long begun) {
    catalog.get().start(fleet.get().servedFrom());
    operations.get().start();
    fleet.get().start();
    runs.get().start();
    spares.get().start();
    domains.get().start();
    readiness.declare();
    LOG.log(Level.INFO, "Rowhouse is ready after {0} ms", (System.nanoTime() - begun) / 1_000_000);
  }
}
