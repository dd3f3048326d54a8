package org.rowhouse.controlplane.domain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.tenancy.TenantId;

/**
 * {@code control.domain}, and the record of what is done there. A transaction that changes a state
 * begins with {@link org.rowhouse.controlplane.catalog.Changes#lock}.
 */
@ApplicationScoped
public class DomainTable {

  private static final String COLUMNS =
      "id, tenant_id, name, state, token, misses, proven_at, version, created_at";
  private static final String SELECT = "select " + COLUMNS + " from control.domain";
  private static final String OF_TENANT =
      " (cast(:tenant as uuid) is null or tenant_id = cast(:tenant as uuid))"
          + " and state <> 'REMOVED' ";

  private final Audit audit;

  DomainTable() {
    this(null);
  }

  @Inject
  public DomainTable(Audit audit) {
    this.audit = audit;
  }

  private static UUID value(TenantId tenant) {
    return tenant == null ? null : tenant.value();
  }

  /** Null stands for any tenant. */
  Optional<DomainRow> find(Handle handle, TenantId tenant, UUID id) {
    return handle
        .createQuery(SELECT + " where id = :id and " + OF_TENANT)
        .bind("tenant", value(tenant))
        .bind("id", id)
        .mapTo(DomainRow.class)
        .findOne();
  }

  Optional<DomainRow> find(Handle handle, TenantId tenant, String name) {
    return handle
        .createQuery(SELECT + " where tenant_id = :tenant and name = :name and state <> 'REMOVED'")
        .bind("tenant", tenant)
        .bind("name", name)
        .mapTo(DomainRow.class)
        .findOne();
  }

  /** Whose the domain is. */
  Optional<DomainRow> holder(Handle handle, String name) {
    return handle
        .createQuery(SELECT + " where name = :name and state = 'PROVEN'")
        .bind("name", name)
        .mapTo(DomainRow.class)
        .findOne();
  }

  /** At most {@code limit} of a tenant, null for all, after {@code after} (null too), by id. */
  List<DomainRow> page(Handle handle, TenantId tenant, UUID after, int limit) {
    return handle
        .createQuery(
            SELECT
                + """
                 where
                """
                + OF_TENANT
                + """
                   and (cast(:after as uuid) is null or id > cast(:after as uuid))
                 order by id limit :limit
                """)
        .bind("tenant", value(tenant))
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(DomainRow.class)
        .list();
  }

  int count(Handle handle, TenantId tenant) {
    return handle
        .createQuery(
            "select count(*) from control.domain where tenant_id = :tenant and state <> 'REMOVED'")
        .bind("tenant", tenant)
        .mapTo(Integer.class)
        .one();
  }

  DomainRow add(Handle handle, UUID id, TenantId tenant, String name, String token) {
    DomainRow added =
        handle
            .createQuery(
                "insert into control.domain (id, tenant_id, name, token)"
                    + " values (:id, :tenant, :name, :token) returning "
                    + COLUMNS)
            .bind("id", id)
            .bind("tenant", tenant)
            .bind("name", name)
            .bind("token", token)
            .mapTo(DomainRow.class)
            .one();
    record(handle, added, "DOMAIN_CLAIMED");
    return added;
  }

  /** From now on its tenant is served there; looked at again after {@code pause}. */
  DomainRow proven(Handle handle, DomainRow domain, Duration pause) {
    DomainRow proven =
        handle
            .createQuery(
                """
                update control.domain
                set state = 'PROVEN', proven_at = now(), misses = 0, version = version + 1,
                    check_at = now() + make_interval(secs => :pause)
                where id = :id returning\s"""
                    + COLUMNS)
            .bind("id", domain.id())
            .bind("pause", (double) pause.toSeconds())
            .mapTo(DomainRow.class)
            .one();
    record(handle, proven, "DOMAIN_PROVEN");
    return proven;
  }

  /** It is its tenant's no longer, if it was. */
  void lost(Handle handle, DomainRow domain) {
    end(handle, domain, "LOST", "and state = 'PROVEN'");
  }

  void remove(Handle handle, DomainRow domain) {
    end(handle, domain, "REMOVED", "and state <> 'REMOVED'");
  }

  private void end(Handle handle, DomainRow domain, String state, String condition) {
    int rows =
        handle
            .createUpdate(
                "update control.domain set state = :state, check_at = null, version = version + 1"
                    + " where id = :id "
                    + condition)
            .bind("id", domain.id())
            .bind("state", state)
            .execute();
    if (rows == 1) {
      record(handle, domain, "DOMAIN_" + state);
    }
  }

  /** Nothing is left of the tenant's domains; returns how many there were. */
  public int forget(Handle handle, TenantId tenant) {
    return handle.execute("delete from control.domain where tenant_id = ?", tenant);
  }

  /** By id: the row keeps the name for as long as there is a tenant, and the trail outlives him. */
  private void record(Handle handle, DomainRow domain, String action) {
    audit.record(handle, Deed.of(domain.tenantId(), action).with("domain", domain.id()));
  }

  /** Domains whose proof is due to be looked at, no other node's for {@code lease}. */
  List<DomainRow> due(Handle handle, int limit, Duration lease) {
    return handle
        .createQuery(
            """
            update control.domain set check_at = now() + make_interval(secs => :lease)
            where id in (select id from control.domain where check_at <= now()
                         order by check_at limit :limit for update skip locked)
            returning\s"""
                + COLUMNS)
        .bind("limit", limit)
        .bind("lease", (double) lease.toSeconds())
        .mapTo(DomainRow.class)
        .list();
  }

  /** Its proof was looked at, and it stays proven for now. */
  void looked(Handle handle, DomainRow domain, int misses, Duration pause) {
    handle
        .createUpdate(
            """
            update control.domain
            set misses = :misses, check_at = now() + make_interval(secs => :pause)
            where id = :id and state = 'PROVEN'
            """)
        .bind("id", domain.id())
        .bind("misses", misses)
        .bind("pause", (double) pause.toSeconds())
        .execute();
  }
}
