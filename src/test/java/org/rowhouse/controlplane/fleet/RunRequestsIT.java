package org.rowhouse.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.fleet.operator.Drift;
import org.rowhouse.controlplane.fleet.operator.DriftView;
import org.rowhouse.controlplane.fleet.run.Deposed;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** Operators ask, and whichever node leads does it. */
class RunRequestsIT {

  private static final String COLUMN = "alter table project add column stage text;";
  private static final Policy IMPATIENT =
      new Policy(
          new Tempo(Duration.ofMillis(50), Duration.ofMillis(200), 2),
          Duration.ofMillis(100),
          10,
          Duration.ofSeconds(2));

  private TestPlane plane;
  private Home home;
  private NextVersion next;
  private TestPlane node;

  @BeforeEach
  void migrate() {
    plane = TestPlane.migrated();
    home = plane.newHome(Isolation.SCHEMA);
    plane.migrator.migrate(home);
    next = NextVersion.of(plane, COLUMN);
    node = next.node();
  }

  @Test
  void a_run_that_was_asked_for_is_done_by_the_node_that_leads() {
    FleetRun asked = begin(false);
    assertThat(asked.state()).isEqualTo(State.PENDING);
    assertThatThrownBy(() -> begin(false)).isInstanceOf(Problem.class);
    plane.leader.look();
    assertThat(state(asked)).as("a node of the last version").isEqualTo(State.PENDING);
    node.leader.look();
    assertThat(state(asked)).isEqualTo(State.SUCCEEDED);
    assertThat(next.versions()).containsExactly("1000");
  }

  @Test
  void a_dry_run_that_was_asked_for_changes_nothing() {
    FleetRun asked = begin(true);
    node.leader.look();
    assertThat(state(asked)).isEqualTo(State.SUCCEEDED);
    assertThat(next.versions()).doesNotContain("1000");
  }

  @Test
  void a_run_pauses_and_goes_on() {
    FleetRun asked = begin(false);
    node.runRequests.pause(asked.id());
    node.leader.look();
    assertThat(state(asked)).isEqualTo(State.PAUSED);
    assertThat(next.versions()).doesNotContain("1000");
    node.leader.look();
    assertThat(state(asked)).isEqualTo(State.PAUSED);

    node.runRequests.resume(asked.id());
    node.leader.look();
    assertThat(state(asked)).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void a_run_whose_leader_died_is_gone_on_with_and_the_late_leader_writes_nothing() {
    FleetRun asked = begin(false);
    FleetRun old = node.runs.lead(asked.id());
    node.runs.move(old, State.APPLYING, "V1000__next.sql", 1, 2);
    node.leader.look();
    assertThat(state(asked)).isEqualTo(State.SUCCEEDED);
    assertThatThrownBy(() -> node.runs.end(old, State.FAILED, "late")).isInstanceOf(Deposed.class);
    assertThat(state(asked)).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void one_node_leads_while_others_look_on() throws Exception {
    NextVersion slow = NextVersion.of(plane, "select pg_sleep(0.5);");
    TestPlane leading = slow.node();
    CompletableFuture<Void> led = CompletableFuture.runAsync(leading.fleet::migrate);
    while (slow.node().runs.unfinished(slow.plan).filter(run -> run.epoch() > 0).isEmpty()) {
      assertThat(led).as("not at work").isNotDone();
    }
    slow.node().leader.look();
    led.get(30, TimeUnit.SECONDS);
    FleetRun run = plane.runs.page(null, 1).get(0);
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(run.epoch()).as("leaders").isEqualTo(1);
  }

  @Test
  void homes_that_did_not_follow_are_tried_again() throws Exception {
    FleetRun run;
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + home.schema() + ".project in access share mode");
      run = next.conduct(IMPATIENT);
      holder.rollback();
    }
    assertThat(run.state()).isEqualTo(State.INCOMPLETE);
    plane.homes.failed(home.id(), "somebody has looked at it");

    node.runRequests.retry(node.migrator, run.id());
    node.leader.look();

    assertThat(state(run)).isEqualTo(State.SUCCEEDED);
    assertThat(plane.homes.byId(home.id()).orElseThrow().state()).isEqualTo(Home.State.READY);
    assertThat(next.versions()).containsExactly("1000");
  }

  @Test
  void what_an_operator_asks_is_in_the_trail() {
    begin(false);
    List<String> actions =
        plane
            .owner()
            .withHandle(
                h -> h.select("select action from control.audit_entry").mapTo(String.class).list());
    assertThat(actions).contains("MIGRATION_ASKED");
  }

  @Test
  void homes_that_are_not_what_the_catalog_believes_are_told() {
    Drift drift = new Drift(plane.connections, plane.homes);
    Home other = plane.newHome(Isolation.SCHEMA);
    plane.migrator.migrate(other);
    assertThat(drift.of(plane.homes.page(null, 10), next.plan)).isEmpty();
    history(home, "delete from ? where script like 'V6%'");
    history(other, "update ? set checksum = 7 where script like 'V2%'");
    assertThat(drift.of(plane.homes.page(null, 10), next.plan))
        .hasSize(2)
        .anyMatch(
            line ->
                line.home().equals(home.id())
                    && line.problem().equals("it ends before V6__invitation.sql"))
        .anyMatch(
            line ->
                line.home().equals(other.id())
                    && line.problem().contains("it has V2__project.sql:7 where"));
    plane.owner().useHandle(h -> h.execute("drop schema " + home.schema() + " cascade"));
    assertThat(drift.of(plane.homes.page(null, 10), next.plan))
        .anyMatch(line -> line.problem().equals("it has no history"));
  }

  @Test
  void a_retry_that_meets_another_run_is_refused() throws Exception {
    FleetRun run = next.conduct(IMPATIENT);
    plane
        .owner()
        .useHandle(h -> h.execute("update control.migration_run set state = 'INCOMPLETE'"));
    CompletableFuture<Object> retried;
    try (Handle other = plane.owner().open()) {
      other.begin();
      node.runs.enter(other, next.plan, Atomic.HOME, false, Optional.empty());
      retried =
          CompletableFuture.supplyAsync(() -> node.runRequests.retry(node.migrator, run.id()));
      String waits =
          "select exists (select from pg_stat_activity where datname = current_database()"
              + " and wait_event_type = 'Lock')";
      while (!plane.owner().withHandle(h -> h.select(waits).mapTo(Boolean.class).one())) {
        assertThat(retried).as("does not wait").isNotDone();
      }
      other.commit();
    }
    assertThatThrownBy(() -> retried.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(Problem.class)
        .hasMessageContaining("under way");
  }

  @Test
  void homes_that_nobody_wants_or_that_are_locked_are_no_drift() throws Exception {
    Drift drift = new Drift(plane.connections, plane.homes);
    history(home, "delete from ? where script like 'V6%'");
    plane.control.useTransaction(h -> plane.homes.giveUp(h, home.id()));
    assertThat(drift.of(plane.homes.page(null, 10), next.plan)).isEmpty();
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute(
          "lock table "
              + plane.sharedHome().schema()
              + ".flyway_schema_history in access exclusive mode");
      CompletableFuture<List<DriftView>> look =
          CompletableFuture.supplyAsync(() -> drift.of(plane.homes.page(null, 10), next.plan));
      assertThat(look.get(10, TimeUnit.SECONDS))
          .singleElement()
          .satisfies(view -> assertThat(view.problem()).contains("cannot be looked at", "lock"));
      holder.rollback();
    }
  }

  @Test
  void a_server_that_is_away_is_asked_once_for_all_its_databases() {
    for (int i = 0; i < 2; i++) {
      plane.migrator.migrate(plane.newHome(Isolation.DATABASE));
    }
    AtomicInteger asked = new AtomicInteger();
    OwnerConnections nowhere =
        new OwnerConnections(plane.settings, plane.logins) {
          @Override
          public DataSource owner(Home home) {
            asked.incrementAndGet();
            return as(new Login("jdbc:postgresql://127.0.0.1:1/none", "nobody", ""));
          }
        };
    List<DriftView> found =
        new Drift(nowhere, plane.homes).of(plane.homes.page(null, 10), next.plan);
    assertThat(found).hasSize(4).allMatch(view -> view.problem().contains("cannot be looked at"));
    assertThat(asked).hasValue(1);
  }

  private void history(Home home, String change) {
    plane
        .owner()
        .useHandle(h -> h.execute(change.replace("?", home.schema() + ".flyway_schema_history")));
  }

  private FleetRun begin(boolean dryRun) {
    return node.runRequests.begin(node.migrator, Atomic.HOME, dryRun, Optional.of("an-operator"));
  }

  private State state(FleetRun run) {
    return plane.runs.byId(run.id()).orElseThrow().state();
  }
}
