package org.rowhouse.controlplane.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.plan.Plans;
import org.rowhouse.http.Problem;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Tenant.Status;
import org.rowhouse.tenancy.TenantId;

/** Changes a tenant's words and limits; this node knows at once. */
@ApplicationScoped
public class TenantChanges {

  private static final Set<Status> CHANGEABLE = Set.of(Status.ACTIVE, Status.SUSPENDED);

  private final ControlDatabase database;
  private final Tenants tenants;
  private final Catalog catalog;
  private final Duration formerSlug;

  TenantChanges() {
    this(null, null, null, (Duration) null);
  }

  @Inject
  TenantChanges(ControlDatabase database, Tenants tenants, Catalog catalog, Settings settings) {
    this(database, tenants, catalog, settings.lifecycle().formerSlug());
  }

  /**
   * @param formerSlug how long visitors of a slug that was changed are sent on
   */
  public TenantChanges(
      ControlDatabase database, Tenants tenants, Catalog catalog, Duration formerSlug) {
    this.database = database;
    this.tenants = tenants;
    this.catalog = catalog;
    this.formerSlug = formerSlug;
  }

  /**
   * Changes the tenant, which nobody else changes meanwhile.
   *
   * @param change what is wanted of the tenant as it is now; may refuse
   * @throws Problem 404 when there is no such tenant, 400 when the slug cannot be one or the plan
   *     is none, 409 when the slug is taken, or while the tenant is being made or deleted
   */
  public TenantRow change(TenantId id, Function<TenantRow, TenantChange> change) {
    TenantRow changed =
        database.inTransaction(
            h -> {
              TenantRow now = tenants.lock(h, id).orElseThrow(Problem::notFound);
              if (!CHANGEABLE.contains(now.status())) {
                throw Problem.conflict("tenant-status", "The tenant is " + now.status() + ".");
              }
              TenantChange wanted = change.apply(now);
              Plans.require(h, wanted.plan());
              if (!wanted.slug().equals(now.slug())) {
                rename(h, now, wanted.slug());
              }
              tenants.change(h, wanted.on(now));
              return tenants.lock(h, id).orElseThrow();
            });
    catalog.refresh();
    return changed;
  }

  private void rename(Handle handle, TenantRow tenant, String slug) {
    Slugs.requireUsable(slug);
    if (!tenants.rename(handle, tenant, slug, Instant.now().plus(formerSlug))) {
      throw SignUp.taken(slug);
    }
  }
}
