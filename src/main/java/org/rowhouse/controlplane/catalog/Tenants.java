package org.rowhouse.controlplane.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/** The tenants in the catalog. */
@ApplicationScoped
public class Tenants {

  private static final String SELECT =
      "select id, slug, organization, status, isolation, home_id, change, created_at"
          + " from control.tenant";

  private final ControlDatabase database;

  Tenants() {
    this(null);
  }

  @Inject
  public Tenants(ControlDatabase database) {
    this.database = database;
  }

  /**
   * Enters a tenant that is being made. Of two at once with one slug exactly one wins.
   *
   * @return false when the slug is taken
   */
  public boolean reserve(Handle handle, TenantId id, String slug, String organization, Home home) {
    return handle
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
            .execute()
        == 1;
  }

  /** Moves the tenant from one status to another; false when it was not in {@code from}. */
  public boolean move(Handle handle, TenantId id, Tenant.Status from, Tenant.Status to) {
    return handle
            .createUpdate(
                "update control.tenant set status = :to where id = :id and status = :from")
            .bind("id", id.value())
            .bind("from", from)
            .bind("to", to)
            .execute()
        == 1;
  }

  /** The sign-up ended badly: the slug is free again, the home not the tenant's any more. */
  public void abandon(Handle handle, TenantId id) {
    handle
        .createUpdate(
            """
            update control.tenant set status = 'FAILED', slug = null, home_id = null
            where id = :id and status = 'PROVISIONING'
            """)
        .bind("id", id.value())
        .execute();
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
