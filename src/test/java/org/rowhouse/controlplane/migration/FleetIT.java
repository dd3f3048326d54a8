package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

class FleetIT {

  private static final String HISTORY =
      "select installed_rank || ' ' || script || ' ' || installed_on from control."
          + "flyway_schema_history order by installed_rank";

  @Test
  void a_second_deployment_changes_nothing() {
    TestPlane plane = TestPlane.migrated();
    List<String> before = strings(plane.owner(), HISTORY);
    List<HomeRow> homes = plane.homes.page(null, 10);

    plane.anotherNode().fleet.migrate();

    assertThat(before).isNotEmpty();
    assertThat(strings(plane.owner(), HISTORY)).isEqualTo(before);
    assertThat(plane.homes.page(null, 10)).isEqualTo(homes);
    assertThat(homes).extracting(HomeRow::state).containsExactly(Home.State.READY);
    assertThat(plane.homes.behind(plane.migrator.target())).isEmpty();
  }

  @Test
  void nodes_deployed_at_once_migrate_once() {
    TestPlane plane = TestPlane.unmigrated();
    CompletableFuture.allOf(
            Stream.generate(plane::anotherNode)
                .limit(4)
                .map(node -> CompletableFuture.runAsync(node.fleet::migrate))
                .toArray(CompletableFuture[]::new))
        .join();

    assertThat(plane.homes.page(null, 10)).hasSize(1);
    assertThat(plane.servers.page(null, 10)).hasSize(1);
    List<String> scripts =
        strings(plane.owner(), "select script from control.flyway_schema_history");
    assertThat(scripts).doesNotHaveDuplicates();
  }

  @Test
  void homes_are_up_to_date_with_their_own_scripts_whatever_the_catalog_counts() {
    TestPlane plane = TestPlane.migrated();
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.flyway_schema_history set version = '900'"
                        + " where installed_rank = (select max(installed_rank)"
                        + " from control.flyway_schema_history)"));
    TestPlane later = plane.anotherNode();
    assertThat(later.homes.byId(plane.sharedHome().id()).orElseThrow())
        .matches(home -> home.isReadyAt(later.migrator.target()));
  }

  @Test
  void one_broken_home_does_not_stop_the_fleet() {
    TestPlane plane = TestPlane.migrated();
    Home broken = ownHome(plane);
    Home sound = ownHome(plane);
    plane
        .owner()
        .useHandle(
            h -> {
              h.execute("create schema " + broken.schema());
              h.execute("create table " + broken.schema() + ".member (in_the int)");
            });

    plane.anotherNode().fleet.migrate();

    HomeRow failed = plane.homes.byId(broken.id()).orElseThrow();
    assertThat(failed.state()).isEqualTo(Home.State.FAILED);
    assertThat(failed.error()).isNotBlank().doesNotContain("\n");
    assertThat(plane.homes.byId(sound.id()).orElseThrow().state()).isEqualTo(Home.State.READY);

    plane.owner().useHandle(h -> h.execute("drop schema " + broken.schema() + " cascade"));
    plane.anotherNode().fleet.migrate();

    HomeRow mended = plane.homes.byId(broken.id()).orElseThrow();
    assertThat(mended.state()).isEqualTo(Home.State.READY);
    assertThat(mended.error()).isNull();
  }

  @Test
  void a_home_that_an_older_node_made_is_brought_up_while_this_node_runs() {
    TestPlane plane = TestPlane.migrated();
    Home late = ownHome(plane);
    plane.owner().useHandle(h -> h.execute("create schema " + late.schema()));
    plane.homes.ready(late.id(), new HomeVersion("1", null));
    Home newer = ownHome(plane);
    plane.homes.ready(newer.id(), new HomeVersion("10000", null));

    plane.fleet.catchUp();

    HomeRow now = plane.homes.byId(late.id()).orElseThrow();
    assertThat(now.version()).isEqualTo(plane.migrator.target().tables());
    assertThat(now.state()).isEqualTo(Home.State.READY);
    assertThat(plane.homes.byId(newer.id()).orElseThrow().version()).isEqualTo("10000");
  }

  @Test
  void a_home_that_is_newer_than_this_node_is_served_as_it_is() {
    TestPlane plane = TestPlane.migrated();
    Home newer = ownHome(plane);
    plane.homes.ready(newer.id(), new HomeVersion("10000", null));

    plane.anotherNode().fleet.migrate();

    HomeRow now = plane.homes.byId(newer.id()).orElseThrow();
    assertThat(now.version()).isEqualTo("10000");
    assertThat(now.state()).isEqualTo(Home.State.READY);
    assertThat(
            strings(
                plane.owner(),
                "select nspname::text from pg_namespace where nspname = '" + newer.schema() + "'"))
        .as("a visit would have made its schema")
        .isEmpty();
  }

  @Test
  void a_script_that_fails_in_the_middle_leaves_nothing() {
    TestPlane plane = TestPlane.migrated();
    assertThatThrownBy(
            () -> new SchemaMigration(plane.source, "half", "db/half", plane.role.name()).migrate())
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("V1__half.sql")
        .hasMessageContaining("division by zero");

    assertThat(
            strings(
                plane.owner(),
                "select relname::text from pg_class where relnamespace = 'half'::regnamespace"
                    + " and relname like '%half'"))
        .isEmpty();
    assertThat(strings(plane.owner(), "select script from half.flyway_schema_history")).isEmpty();
  }

  @Test
  void a_script_and_its_history_row_are_one_transaction() {
    TestPlane plane = TestPlane.migrated();
    String history =
        "select xmin::text from control.flyway_schema_history where script = 'V1__catalog.sql'";
    String table =
        "select xmin::text from pg_constraint where conrelid = 'control.operation'::regclass"
            + " and contype = 'p'";
    assertThat(strings(plane.owner(), history)).isEqualTo(strings(plane.owner(), table));
  }

  @Test
  void a_home_with_an_open_table_is_not_served() {
    TestPlane plane = TestPlane.migrated();
    Home home = ownHome(plane);
    plane.migrator.migrate(home);
    plane
        .owner()
        .useHandle(
            h ->
                h.execute("alter table " + home.schema() + ".project no force row level security"));

    plane.anotherNode().fleet.migrate();

    HomeRow open = plane.homes.byId(home.id()).orElseThrow();
    assertThat(open.state()).isEqualTo(Home.State.FAILED);
    assertThat(open.error()).contains("project lacks forced row level security");
  }

  @Test
  void what_was_found_open_is_looked_at_until_it_is_mended() {
    TestPlane plane = TestPlane.migrated();
    Home home = ownHome(plane);
    plane.migrator.migrate(home);
    String table = "alter table " + home.schema() + ".project ";
    plane.owner().useHandle(h -> h.execute(table + "no force row level security"));
    Fleet fleet = plane.anotherNode().fleet;
    fleet.migrate();

    assertThat(fleet.stillOpen())
        .singleElement()
        .asString()
        .contains(home.id().toString(), home.schema() + ".project", "enable and force it");
    Fleet third = plane.anotherNode().fleet;
    third.migrate();
    assertThat(third.stillOpen()).as("a node that comes later").hasSize(1);

    plane.owner().useHandle(h -> h.execute(table + "force row level security"));

    assertThat(fleet.stillOpen()).isEmpty();
    assertThat(third.stillOpen()).isEmpty();
    assertThat(plane.homes.byId(home.id()).orElseThrow().state()).isEqualTo(Home.State.READY);
  }

  @Test
  void a_home_that_was_found_open_and_then_given_up_holds_no_node_up() {
    TestPlane plane = TestPlane.migrated();
    Home home = ownHome(plane);
    plane.migrator.migrate(home);
    String table = "alter table " + home.schema() + ".project ";
    plane.owner().useHandle(h -> h.execute(table + "no force row level security"));
    Fleet fleet = plane.anotherNode().fleet;
    fleet.migrate();
    assertThat(fleet.stillOpen()).hasSize(1);

    plane.control.useTransaction(h -> plane.homes.giveUp(h, home.id()));

    assertThat(fleet.stillOpen()).isEmpty();
  }

  @Test
  void a_table_that_somebody_keeps_locked_holds_no_node_up_and_is_looked_at_later()
      throws Exception {
    TestPlane plane = TestPlane.migrated();
    Home home = ownHome(plane);
    plane.migrator.migrate(home);
    Home other = ownHome(plane);
    plane.migrator.migrate(other);
    String table = home.schema() + ".project";
    plane
        .owner()
        .useHandle(h -> h.execute("alter table " + table + " no force row level security"));
    Fleet fleet = plane.anotherNode().fleet;
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + table + " in access exclusive mode");
      assertTimeoutPreemptively(Duration.ofSeconds(30), () -> fleet.migrate());
      assertThatThrownBy(() -> plane.checks.findings(home)).isInstanceOf(LockedHome.class);
      assertThat(plane.checks.findings(other)).isEmpty();
      fleet.catchUp();
      assertThat(plane.homes.byId(home.id()).orElseThrow().state()).isEqualTo(Home.State.READY);
      holder.rollback();
    }
    fleet.catchUp();
    assertThat(plane.homes.byId(home.id()).orElseThrow().state()).isEqualTo(Home.State.FAILED);
    assertThat(fleet.stillOpen()).hasSize(1);
  }

  @Test
  void an_open_database_is_told_and_takes_no_home_away() {
    TestPlane plane = TestPlane.migrated();
    plane.owner().useHandle(h -> h.execute("create table public.copy as select 1 as x"));
    plane.owner().useHandle(h -> h.execute("grant select on public.copy to public"));
    Fleet fleet = plane.anotherNode().fleet;
    fleet.migrate();
    assertThat(fleet.stillOpen()).singleElement().asString().contains("Server main: copy");
    assertThat(plane.homes.page(null, 10))
        .extracting(HomeRow::state)
        .containsExactly(Home.State.READY);
    plane.owner().useHandle(h -> h.execute("drop table public.copy"));
    assertThat(fleet.stillOpen()).isEmpty();
  }

  @Test
  void a_home_that_cannot_be_migrated_does_not_keep_nodes_from_serving() {
    TestPlane plane = TestPlane.migrated();
    Home broken = ownHome(plane);
    plane
        .owner()
        .useHandle(
            h -> {
              h.execute("create schema " + broken.schema());
              h.execute("create table " + broken.schema() + ".member (in_the int)");
            });
    Fleet fleet = plane.anotherNode().fleet;
    fleet.migrate();
    assertThat(fleet.stillOpen()).isEmpty();
  }

  @Test
  void an_exclusion_across_tenants_is_refused() {
    TestPlane plane = TestPlane.migrated();
    assertThatThrownBy(
            () ->
                plane
                    .owner()
                    .useHandle(
                        h -> {
                          h.execute(
                              "create table open (tenant_id uuid not null, id uuid not null,"
                                  + " primary key (tenant_id, id), exclude using btree (id with"
                                  + " =))");
                          h.execute("select guard.protect('open')");
                        }))
        .hasMessageContaining("does not start with tenant_id");
  }

  @Test
  void a_runtime_role_with_too_much_power_is_refused() {
    TestPlane plane = TestPlane.migrated();
    for (String power : List.of("bypassrls", "createdb", "createrole", "superuser")) {
      plane.superuser().useHandle(h -> h.execute("alter role " + plane.role.name() + " " + power));
      assertThatThrownBy(() -> plane.anotherNode().fleet.migrate())
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining(plane.role.name())
          .hasMessageContainingAll("ROWHOUSE_RUNTIME_USER");
      plane
          .superuser()
          .useHandle(h -> h.execute("alter role " + plane.role.name() + " no" + power));
    }
    plane.superuser().useHandle(h -> h.execute("grant pg_read_all_data to " + plane.role.name()));
    assertThatThrownBy(() -> plane.anotherNode().fleet.migrate())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("member of another role");
    plane
        .superuser()
        .useHandle(h -> h.execute("revoke pg_read_all_data from " + plane.role.name()));
    plane.anotherNode().fleet.migrate();
  }

  @Test
  void the_runtime_role_reaches_homes_and_nothing_else() {
    TestPlane plane = TestPlane.migrated();
    assertThat(
            strings(
                plane.owner(),
                "select nspname::text from pg_namespace where has_schema_privilege('"
                    + plane.role.name()
                    + "', oid, 'CREATE')"))
        .isEmpty();
    assertThat(
            strings(
                plane.owner(),
                "select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid ="
                    + " c.relnamespace where n.nspname in ('control', 'guard')"
                    + " and c.relkind = 'r' and has_table_privilege('"
                    + plane.role.name()
                    + "', c.oid, 'SELECT')"))
        .isEmpty();
  }

  private static Home ownHome(TestPlane plane) {
    return plane.newHome(Isolation.SCHEMA);
  }

  private static List<String> strings(Jdbi jdbi, String sql) {
    return jdbi.withHandle(h -> h.createQuery(sql).mapTo(String.class).list());
  }
}
