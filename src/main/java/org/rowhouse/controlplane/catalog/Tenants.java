package org.rowhouse.controlplane.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/** The tenants in the catalog. What is done to one is recorded where it is done, here. */
@ApplicationScoped
public class Tenants {

  private static final String SELECT =
      "select id, slug, organization, status, isolation, home_id, change, created_at"
          + " from control.tenant";

  private final ControlDatabase database;
  private final Audit audit;

  Tenants() {
    this(null, null);
  }

  @Inject
  public Tenants(ControlDatabase database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * Enters a tenant that is being made. Of two at once with one slug exactly one wins.
   *
   * @return false when the slug is taken
   */
  public boolean reserve(Handle handle, TenantId id, String slug, String organization, Home home) {
    return recorded(
        handle
            .createUpdate(
                """
                insert into control.tenant (id, slug, organization, status, isolation, home_id)
                values (:id, :slug, :organization, 'PROVISIONING', :isolation, :home)
                on conflict (slug) do nothing
                """)
            .bind("id", id.value())
            .bind("slug", slug)
            .bind("organization", organization)
            .bind("isolation", home.isolation())
            .bind("home", home.id())
            .execute(),
        handle,
        Deed.of(id, "TENANT_PROVISIONING").with("isolation", home.isolation()).orByAnybody());
  }

  /** Moves the tenant from one status to another; false when it was not in {@code from}. */
  public boolean move(Handle handle, TenantId id, Tenant.Status from, Tenant.Status to) {
    return recorded(
        handle
            .createUpdate(
                "update control.tenant set status = :to where id = :id and status = :from")
            .bind("id", id.value())
            .bind("from", from)
            .bind("to", to)
            .execute(),
        handle,
        Deed.of(id, "TENANT_" + to).with("from", from));
  }

  /** Whether a row was changed, which then was recorded too. */
  private boolean recorded(int rows, Handle handle, Deed deed) {
    if (rows == 1) {
      audit.record(handle, deed);
    }
    return rows == 1;
  }

  /** The sign-up ended badly: the slug is free again, the home not the tenant's any more. */
  public void abandon(Handle handle, TenantId id) {
    recorded(
        handle
            .createUpdate(
                """
                update control.tenant set status = 'FAILED', slug = null, home_id = null
                where id = :id and status = 'PROVISIONING'
                """)
            .bind("id", id.value())
            .execute(),
        handle,
        Deed.of(id, "TENANT_FAILED").with("from", Tenant.Status.PROVISIONING));
  }

  /** Whose home of its own this is. */
  public Optional<TenantId> ownerOf(Handle handle, UUID home) {
    return handle
        .createQuery(
            "select id from control.tenant where home_id = :home and isolation <> 'SHARED'")
        .bind("home", home)
        .mapTo(TenantId.class)
        .findOne();
  }

  public Optional<TenantRow> byId(TenantId id) {
    return database.with(h -> find(h, id, ""));
  }

  /** The tenant, which no other transaction can change before this one ends. */
  public Optional<TenantRow> lock(Handle handle, TenantId id) {
    Changes.lock(handle);
    return find(handle, id, " for update");
  }

  private static Optional<TenantRow> find(Handle handle, TenantId id, String suffix) {
    return handle
        .createQuery(SELECT + " where id = :id" + suffix)
        .bind("id", id.value())
        .mapTo(TenantRow.class)
        .findOne();
  }

  /** Those of {@code slugs} that are taken. */
  public List<String> taken(Handle handle, List<String> slugs) {
    return handle
        .createQuery("select slug from control.tenant where slug = any(:slugs)")
        .bindArray("slugs", String.class, slugs)
        .mapTo(String.class)
        .list();
  }

  /** At most {@code limit} tenants after {@code after} (null for the first), by id. */
  public List<TenantRow> page(TenantFilters filters, UUID after, int limit) {
    return database.with(
        h ->
            h.createQuery(
                    SELECT
                        + """
                         where (cast(:after as uuid) is null or id > cast(:after as uuid))
                           and (cast(:status as text) is null or status = :status)
                           and (cast(:isolation as text) is null or isolation = :isolation)
                           and (cast(:pattern as text) is null
                                or slug ilike :pattern or organization ilike :pattern)
                         order by id limit :limit
                        """)
                .bind("after", after)
                .bind("status", filters.status())
                .bind("isolation", filters.isolation())
                .bind("pattern", filters.pattern())
                .bind("limit", limit)
                .mapTo(TenantRow.class)
                .list());
  }
}
