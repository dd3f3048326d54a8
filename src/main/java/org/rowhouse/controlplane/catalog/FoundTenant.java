package org.rowhouse.controlplane.catalog;

import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Limits;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/**
 * A tenant with all that requests must know of it, as one query finds it.
 *
 * @param slug null where it can never be reached again; so {@code homeId}
 * @param requestsPerSecond its own, else those of its plan; so {@code concurrentRequests}
 * @param change of the tenant or its home: a plan that changes outdates nothing that is kept of it
 */
public record FoundTenant(
    TenantId id,
    String slug,
    String organization,
    Tenant.Status status,
    Isolation isolation,
    UUID homeId,
    Isolation homeIsolation,
    UUID serverId,
    String databaseName,
    String schemaName,
    Home.State state,
    int requestsPerSecond,
    int concurrentRequests,
    long change) {

  /**
   * Those of which anything changed after {@code last}: tenant, home or plan.
   *
   * @param version a home that is older is PENDING, not READY
   */
  static List<FoundTenant> changed(Handle handle, long last, HomeVersion version, int seconds) {
    return handle
        .createQuery(
            """
            select t.id, t.slug, t.organization, t.status, t.isolation,
                   h.id as home_id, h.isolation as home_isolation, h.server_id,
                   h.database_name, h.schema_name,
                   case when h.state = 'READY' and %s then 'PENDING' else h.state end as state,
                   coalesce(t.requests_per_second, p.requests_per_second) as requests_per_second,
                   coalesce(t.concurrent_requests, p.concurrent_requests) as concurrent_requests,
                   greatest(t.change, h.change) as change
            from control.tenant t
            join control.plan p on p.name = t.plan
            left join control.home h on h.id = t.home_id
            where t.id in (select id from control.tenant where change > :last
                           union
                           select o.id from control.tenant o
                           join control.home i on i.id = o.home_id where i.change > :last
                           union
                           select o.id from control.tenant o
                           join control.plan q on q.name = o.plan where q.change > :last)
            """
                .formatted(Homes.OLDER))
        .setQueryTimeout(seconds)
        .setFetchSize(1000)
        .bind("last", last)
        .bind("tables", version.tables())
        .bind("guard", version.guard())
        .mapTo(FoundTenant.class)
        .list();
  }

  Tenant tenant() {
    return new Tenant(
        id,
        slug,
        organization,
        status,
        isolation,
        new Home(homeId, homeIsolation, serverId, databaseName, schemaName, state),
        new Limits(requestsPerSecond, concurrentRequests),
        change);
  }
}
