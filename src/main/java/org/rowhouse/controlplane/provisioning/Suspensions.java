package org.rowhouse.controlplane.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.function.Consumer;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Tenant.Status;
import org.rowhouse.tenancy.TenantId;

/** Suspends tenants and resumes them; this node knows at once. */
@ApplicationScoped
public class Suspensions {

  private final ControlDatabase database;
  private final Tenants tenants;
  private final Catalog catalog;

  Suspensions() {
    this(null, null, null);
  }

  @Inject
  public Suspensions(ControlDatabase database, Tenants tenants, Catalog catalog) {
    this.database = database;
    this.tenants = tenants;
    this.catalog = catalog;
  }

  /**
   * A tenant that is suspended stays so.
   *
   * @throws Problem 404 when there is no such tenant, 409 while it is being made
   */
  public TenantRow suspend(TenantId tenant) {
    return move(tenant, now -> {}, Status.ACTIVE, Status.SUSPENDED);
  }

  /**
   * @param condition throws unless the tenant is as the caller knows it
   */
  TenantRow suspend(TenantId tenant, Consumer<TenantRow> condition) {
    return move(tenant, condition, Status.ACTIVE, Status.SUSPENDED);
  }

  TenantRow resume(TenantId tenant, Consumer<TenantRow> condition) {
    return move(tenant, condition, Status.SUSPENDED, Status.ACTIVE);
  }

  private TenantRow move(TenantId tenant, Consumer<TenantRow> condition, Status from, Status to) {
    TenantRow row =
        database.inTransaction(
            h -> {
              TenantRow now = tenants.lock(h, tenant).orElseThrow(Problem::notFound);
              condition.accept(now);
              if (now.status() == to) {
                return now;
              }
              if (now.status() != from) {
                throw Problem.conflict(
                    "tenant-status", "The tenant is " + now.status() + ", not " + from + ".");
              }
              tenants.move(h, tenant, from, to);
              return tenants.lock(h, tenant).orElseThrow();
            });
    catalog.refresh();
    return row;
  }
}
