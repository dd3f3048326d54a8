package org.rowhouse.controlplane;

import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.isolation.OwnerScope;

/** Rows of one tenant, without the product. */
public final class Rows {

  private Rows() {}

  /** Lays a member, once, as the product does for a new tenant. */
  public static void layMember(TestPlane plane, TenantRow tenant) {
    inside(
        plane,
        tenant,
        h ->
            h.execute(
                "insert into member values (?, ?, 1, 'ada@acme.example', 'Ada', '', 'hash', now())"
                    + " on conflict do nothing",
                tenant.id().value(),
                tenant.id().value()));
  }

  /** Its members' rows, with all their values. */
  public static List<String> members(TestPlane plane, TenantRow tenant) {
    return inside(
        plane, tenant, h -> h.select("select m::text from member m").mapTo(String.class).list());
  }

  /** Runs {@code work} as the owner inside the tenant. */
  public static <T> T inside(
      TestPlane plane, TenantRow tenant, HandleCallback<T, RuntimeException> work) {
    Home home = plane.homes.byId(tenant.homeId()).orElseThrow().home();
    return Jdbi.create(plane.connections.owner(home))
        .inTransaction(
            h -> {
              try {
                OwnerScope.enter(h.getConnection(), home, tenant.id());
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
              return work.withHandle(h);
            });
  }
}
