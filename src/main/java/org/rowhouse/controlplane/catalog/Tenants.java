package org.rowhouse.controlplane.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
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
      "select id, slug, organization, status, isolation, home_id, plan, requests_per_second,"
          + " concurrent_requests, change, created_at from control.tenant";
  private static final String TAKEN =
      """
      select slug from control.tenant where slug = any(:slugs)
      union select slug from control.former_slug where slug = any(:slugs) and until > now()
      """;

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
                select :id, :slug, :organization, 'PROVISIONING', :isolation, :home
                where not exists (select from control.former_slug
                                  where slug = :slug and until > now())
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
    // the counter before the row, as everybody does: else two could wait for each other
    Changes.lock(handle);
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

  /** The sign-up ended badly: the slug is free again, the home not the tenant's; the id stays. */
  public void abandon(Handle handle, TenantId id) {
    recorded(
        handle
            .createUpdate(
                """
                update control.tenant
                set status = 'FAILED', slug = null, organization = '', home_id = null
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

  /**
   * Gives the tenant another slug. Until {@code until} visitors of the old one are sent on, and
   * nobody else gets it.
   *
   * @return false when the slug is taken
   */
  public boolean rename(Handle handle, TenantRow tenant, String slug, Instant until) {
    boolean taken =
        handle
            .createQuery(
                """
                select exists (select from control.tenant where slug = :slug)
                    or exists (select from control.former_slug
                               where slug = :slug and until > now() and tenant_id <> :id)
                """)
            .bind("slug", slug)
            .bind("id", tenant.id())
            .mapTo(Boolean.class)
            .one();
    if (taken) {
      return false;
    }
    handle.execute("delete from control.former_slug where slug = ? or until < now()", slug);
    handle
        .createUpdate(
            """
            insert into control.former_slug (slug, tenant_id, until) values (:slug, :id, :until)
            on conflict (slug) do update set tenant_id = :id, until = :until
            """)
        .bind("slug", tenant.slug())
        .bind("id", tenant.id())
        .bind("until", until)
        .execute();
    handle.execute("update control.tenant set slug = ? where id = ?", slug, tenant.id());
    audit.record(handle, Deed.of(tenant.id(), "TENANT_RENAMED"));
    return true;
  }

  /** What operators may change of a tenant beside its slug. */
  public void change(Handle handle, TenantRow changed) {
    handle
        .createUpdate(
            """
            update control.tenant
            set organization = :organization, plan = :plan,
                requests_per_second = :requestsPerSecond,
                concurrent_requests = :concurrentRequests
            where id = :id
            """)
        .bindMethods(changed)
        .execute();
    audit.record(
        handle,
        Deed.of(changed.id(), "TENANT_CHANGED")
            .with("plan", changed.plan())
            .with("requestsPerSecond", limit(changed.requestsPerSecond()))
            .with("concurrentRequests", limit(changed.concurrentRequests())));
  }

  private static Object limit(Integer limit) {
    return limit == null ? "by plan" : limit;
  }

  /** Nothing is left of the tenant but its id; its slugs are free. */
  public void erase(Handle handle, TenantId id) {
    handle.execute("delete from control.former_slug where tenant_id = ?", id);
    handle.execute(
        "update control.tenant set status = 'DELETED', slug = null, home_id = null,"
            + " organization = '', plan = default, requests_per_second = null,"
            + " concurrent_requests = null where id = ?",
        id);
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
        .createQuery(TAKEN)
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
