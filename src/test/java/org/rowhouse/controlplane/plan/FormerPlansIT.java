package org.rowhouse.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.migration.SchemaMigration;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;

/** Before there were plans a tenant's was a word of the operator's own, an erased tenant's none. */
class FormerPlansIT {

  private final TestPlane plane = TestPlane.unmigrated();
  private final Plans plans = new Plans(plane.control, plane.audit, plane.catalog);

  @Test
  void each_word_becomes_a_plan_with_the_limits_of_standard_and_no_tenant_has_none() {
    asBeforePlans();
    UUID home = home();
    TenantId gold = tenant(home, "gold");
    TenantId alsoGold = tenant(home, "gold");
    TenantId silver = tenant(home, "silver-2");
    TenantId standard = tenant(home, "standard");
    TenantId erased = erased();
    TenantId alsoErased = erased();

    new SchemaMigration(plane.source, "control", "db/control", plane.role.name()).migrate();

    assertThat(plans.all())
        .extracting(Plan::name)
        .containsExactlyInAnyOrder("gold", "silver-2", "standard");
    assertThat(plans.all())
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("name", "change")
        .containsOnly(plans.find("standard").orElseThrow());
    assertThat(planOf(gold)).isEqualTo("gold");
    assertThat(planOf(alsoGold)).isEqualTo("gold");
    assertThat(planOf(silver)).isEqualTo("silver-2");
    for (TenantId each : new TenantId[] {standard, erased, alsoErased}) {
      assertThat(planOf(each)).isEqualTo("standard");
    }
    assertThat(planOf(tenant(home, null))).isEqualTo("standard");
    assertNotAllowed("update control.tenant set plan = 'bronze'");
    assertNotAllowed("update control.tenant set plan = ''");
    assertNotAllowed("delete from control.plan where name = 'gold'");
  }

  @Test
  void where_there_was_no_tenant_there_is_the_standard_plan() {
    asBeforePlans();
    new SchemaMigration(plane.source, "control", "db/control", plane.role.name()).migrate();
    assertThat(plans.all()).extracting(Plan::name).containsExactly("standard");
  }

  private void asBeforePlans() {
    execute("create schema control");
    Flyway.configure()
        .dataSource(plane.source)
        .locations("classpath:db/control")
        .defaultSchema("control")
        .target("8")
        .load()
        .migrate();
  }

  private UUID home() {
    UUID server = Ids.next();
    UUID home = Ids.next();
    execute("insert into control.server (id, name) values (?, 'main')", server);
    execute(
        """
        insert into control.home (id, isolation, server_id, database_name, schema_name)
        values (?, 'SHARED', ?, ?, ?)
        """,
        home,
        server,
        plane.database,
        "h_" + home.toString().replace("-", ""));
    return home;
  }

  /**
   * @param plan null for that of a new tenant
   */
  private TenantId tenant(UUID home, String plan) {
    TenantId id = new TenantId(Ids.next());
    execute(
        """
        insert into control.tenant (id, slug, organization, status, isolation, home_id)
        values (?, ?, 'Acme Ltd', 'ACTIVE', 'SHARED', ?)
        """,
        id.value(),
        "t" + id.value(),
        home);
    if (plan != null) {
      execute("update control.tenant set plan = ? where id = ?", plan, id.value());
    }
    return id;
  }

  /** All that was left of a tenant. */
  private TenantId erased() {
    TenantId id = new TenantId(Ids.next());
    execute(
        """
        insert into control.tenant (id, organization, status, isolation, plan)
        values (?, '', 'DELETED', 'SHARED', '')
        """,
        id.value());
    return id;
  }

  private String planOf(TenantId tenant) {
    return plane.tenants.byId(tenant).orElseThrow().plan();
  }

  private void assertNotAllowed(String change) {
    assertThatThrownBy(() -> execute(change))
        .isInstanceOf(JdbiException.class)
        .hasMessageContaining("tenant_plan_fkey");
  }

  private void execute(String sql, Object... values) {
    plane.owner().useHandle(h -> h.execute(sql, values));
  }
}
