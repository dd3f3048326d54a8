package org.rowhouse.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.Rows;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.fleet.run.Deposed;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** What happens around a run: sign-ups, locks, other runs, dead ones. */
class FleetTroubleIT {

  private static final String COLUMN = "alter table project add column stage text;";
  private static final String INDEX = "create index concurrently s on project (tenant_id, stage);";
  private static final Policy QUICK =
      new Policy(
          new Tempo(Duration.ofMillis(100), Duration.ofSeconds(1), 3),
          Duration.ofMillis(300),
          10,
          Duration.ofSeconds(5));

  private TestPlane plane;
  private Home home;

  @BeforeEach
  void migrate() {
    plane = TestPlane.migrated();
    home = plane.newHome(Isolation.SCHEMA);
    plane.migrator.migrate(home);
    home = plane.homes.byId(home.id()).orElseThrow().home();
  }

  @Test
  void who_signs_up_while_a_run_is_under_way_is_changed_with_the_others() {
    Rows.layMember(plane, tenant("one"));
    NextVersion next =
        NextVersion.of(
            plane,
            "alter table member add column stage text;",
            "-- rowhouse: each tenant\nupdate member set stage = 'x';",
            "alter table member alter column stage set not null;");
    AtomicBoolean signedUp = new AtomicBoolean();
    Executor threads =
        work -> {
          if (isApplying() && signedUp.compareAndSet(false, true)) {
            Rows.layMember(plane, tenant("two"));
          }
          CompletableFuture.runAsync(work);
        };

    FleetRun run = next.conduct(QUICK, Atomic.HOME, threads);

    assertThat(signedUp).isTrue();
    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertThat(state(plane.sharedHome())).isEqualTo(Home.State.READY);
  }

  private boolean isApplying() {
    return plane
        .owner()
        .withHandle(
            h ->
                h.select(
                        "select exists (select from control.migration_run where state = 'APPLYING')")
                    .mapTo(Boolean.class)
                    .one());
  }

  @Test
  void the_scripts_of_the_guide_bring_a_fleet_forward() throws IOException {
    String guide = Files.readString(Path.of("docs/migrate-a-fleet.md"));
    String block = guide.substring(guide.indexOf("```sql\n") + 7);
    String[] scripts =
        Stream.of(block.substring(0, block.indexOf("```")).split("(?m)^-- V\\d+__.*\n"))
            .filter(script -> !script.isBlank())
            .toArray(String[]::new);
    assertThat(scripts).hasSize(2).anyMatch(script -> script.startsWith("-- rowhouse: in batches"));
    TenantRow tenant = tenant("one");
    project(tenant, "A");
    FleetRun run = NextVersion.of(plane, scripts).conduct(QUICK);
    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    project(tenant, "B");
    List<String> stages =
        Rows.inside(
            plane, tenant, h -> h.select("select stage from project").mapTo(String.class).list());
    assertThat(stages).containsExactly("idea", "idea");
  }

  private void project(TenantRow tenant, String key) {
    Rows.inside(
        plane,
        tenant,
        h ->
            h.execute(
                "insert into project (tenant_id, id, version, key, name, created_at, updated_at)"
                    + " values (?, ?, 1, ?, 'Moon', now(), now())",
                tenant.id().value(),
                UUID.randomUUID(),
                key));
  }

  @Test
  void a_first_home_with_a_table_that_somebody_keeps_locked_refuses_no_deployment()
      throws Exception {
    NextVersion next = NextVersion.of(plane, COLUMN);
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + home.schema() + ".invitation in access exclusive mode");
      FleetRun run = next.conduct(QUICK);
      assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
      holder.rollback();
    }
    assertThat(next.versions()).containsExactly("1000");
  }

  @Test
  void where_the_first_home_is_locked_another_is_looked_at() throws Exception {
    NextVersion next =
        NextVersion.of(
            plane,
            "create table note (tenant_id uuid not null, id uuid not null,"
                + " primary key (tenant_id, id));");
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + home.schema() + ".invitation in access exclusive mode");
      FleetRun run = next.conduct(QUICK);
      assertThat(run.state()).isEqualTo(State.FAILED);
      assertThat(run.error()).contains("Nothing was changed", "note lacks forced row level");
      holder.rollback();
    }
    assertThat(next.versions()).doesNotContain("1000");
  }

  @Test
  void a_server_that_leaves_while_homes_are_looked_at_fails_nobody() throws Exception {
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + home.schema() + ".invitation in access exclusive mode");
      int ended = 0;
      while (ended == 0) {
        CompletableFuture<Map<UUID, ?>> look =
            CompletableFuture.supplyAsync(() -> plane.checks.findings(List.of(home)));
        while (!look.isDone()) {
          ended += terminateWhoWaits();
        }
        assertThat(look.get()).isEmpty();
      }
      holder.rollback();
    }
  }

  private int terminateWhoWaits() {
    return plane
        .superuser()
        .withHandle(
            h ->
                h.select(
                        "select count(pg_terminate_backend(pid)) from pg_stat_activity"
                            + " where datname = current_database() and wait_event_type = 'Lock'")
                    .mapTo(Integer.class)
                    .one());
  }

  @Test
  void an_error_quotes_no_value_of_a_row() {
    Rows.layMember(plane, tenant("one"));
    FleetRun run =
        NextVersion.of(
                plane,
                "-- rowhouse: each tenant\nupdate member set name = cast(cast(name as date) as"
                    + " text);")
            .conduct(QUICK);
    assertThat(run.error()).contains("invalid input syntax for type date: \"…\"");
    assertThat(plane.runHomes.results(run.id(), HomeResult.State.FAILED, null, 10))
        .singleElement()
        .satisfies(result -> assertThat(result.error()).doesNotContain("Ada"));
  }

  @Test
  void a_transaction_that_hears_nothing_any_more_ends() {
    NextVersion next =
        NextVersion.of(
            plane,
            "do $$ begin if current_setting('idle_in_transaction_session_timeout') = '0'"
                + " then raise 'for ever'; end if; end $$;");
    for (Atomic atomic : Atomic.values()) {
      FleetRun run = next.conduct(QUICK, atomic);
      assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
      plane
          .owner()
          .useHandle(
              h ->
                  h.execute(
                      "update control.home set version = ?", plane.migrator.target().tables()));
      next.plane
          .owner()
          .useHandle(
              h -> {
                for (Home each : List.of(home, plane.sharedHome())) {
                  h.execute(
                      "delete from "
                          + each.schema()
                          + ".flyway_schema_history where version = '1000'");
                }
              });
    }
  }

  @Test
  void a_dry_run_says_how_far_it_came() {
    FleetRun first = NextVersion.of(plane, INDEX.replace("stage", "id"), COLUMN).dryRun();
    assertThat(first.state()).isEqualTo(State.SUCCEEDED);
    assertThat(first.error()).contains("Rehearsed nothing", "V1000__next.sql");
    FleetRun second = NextVersion.of(plane, COLUMN, INDEX, "select 1").dryRun();
    assertThat(second.error()).contains("Rehearsed up to V1000__next.sql", "V1001__next.sql");
    assertThat(NextVersion.of(plane, COLUMN, "select 1").dryRun().error()).isNull();
  }

  @Test
  void homes_that_have_a_stage_are_still_said_to_when_the_next_would_fail() {
    NextVersion next =
        NextVersion.of(
            plane,
            COLUMN,
            INDEX,
            "do $$ begin if current_schema = '"
                + plane.sharedHome().schema()
                + "' then raise 'the last'; end if; end $$;");
    FleetRun run = next.conduct(QUICK);
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("the last");
    assertThat(plane.runHomes.count(run.id()))
        .containsOnly(Map.entry(HomeResult.State.DONE, 1L), Map.entry(HomeResult.State.FAILED, 1L));
  }

  @Test
  void a_dry_run_whose_node_died_is_begun_again() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    for (Atomic atomic : Atomic.values()) {
      FleetRun dead = plane.runs.lead(plane.runs.open(next.plan, atomic, true).id());
      assertThat(next.rehearse(atomic).state()).isEqualTo(State.SUCCEEDED);
      assertThatThrownBy(() -> plane.runs.end(dead, State.FAILED, "late"))
          .isInstanceOf(Deposed.class);
    }
    plane.runs.open(next.plan, Atomic.HOME, false);
    assertThatThrownBy(() -> next.rehearse(Atomic.HOME)).isInstanceOf(StartRefused.class);
  }

  @Test
  void a_run_calls_off_those_to_other_versions_but_not_what_may_be_in_doubt() {
    FleetRun other = plane.runs.open(NextVersion.of(plane, "select 1;").plan, Atomic.HOME, false);
    FleetRun begun = plane.runs.open(NextVersion.of(plane, "select 2;").plan, Atomic.FLEET, false);
    begun = plane.runs.lead(begun.id());
    NextVersion next = NextVersion.of(plane, COLUMN);
    next.dryRun();
    assertThat(state(other)).as("a dry run changes nothing").isEqualTo(State.CANCELLED);
    other = plane.runs.open(NextVersion.of(plane, "select 3;").plan, Atomic.HOME, true);
    assertThat(next.conduct(QUICK).state()).isEqualTo(State.SUCCEEDED);
    assertThat(state(other)).isEqualTo(State.CANCELLED);
    assertThat(state(begun)).isEqualTo(State.PENDING);
  }

  @Test
  void a_run_that_pauses_goes_on_with_a_deployment_that_waits_for_it() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    FleetRun run = plane.runs.lead(plane.runs.open(next.plan, Atomic.HOME, false).id());
    plane.runs.end(run, State.PAUSED, "Paused");
    plane.conductor(QUICK).prepare(next.plan, plane.migrator.guard());
    assertThat(state(run)).as("one that homes follow beside").isEqualTo(State.PAUSED);
    next.node().fleet.migrate();
    assertThat(state(run)).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void old_runs_are_forgotten_and_what_they_say_of_a_home_goes_with_it() {
    FleetRun first = NextVersion.of(plane, COLUMN).conduct(QUICK);
    assertThat(plane.runHomes.results(first.id(), null, null, 10)).hasSize(2);
    plane.control.useTransaction(h -> h.execute("delete from control.tenant"));
    plane.control.useTransaction(h -> plane.homes.delete(h, home.id()));
    assertThat(plane.runHomes.results(first.id(), null, null, 10)).hasSize(1);
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "insert into control.migration_run (id, atomic, target, fingerprint, state,"
                        + " finished_at) select gen_random_uuid(), 'HOME', '1', 'f', 'SUCCEEDED',"
                        + " now() from generate_series(1, 60)"));
    plane.runs.open(NextVersion.of(plane, "select 1;").plan, Atomic.HOME, false);
    assertThat(plane.runs.page(null, 100)).hasSize(51);
  }

  private State state(FleetRun run) {
    return plane.runs.byId(run.id()).orElseThrow().state();
  }

  private Home.State state(Home home) {
    return plane.homes.byId(home.id()).orElseThrow().state();
  }

  private TenantRow tenant(String slug) {
    var operation = plane.begin(slug, Isolation.SHARED);
    plane.workOff();
    return plane.tenants.byId(operation.tenantId()).orElseThrow();
  }
}
