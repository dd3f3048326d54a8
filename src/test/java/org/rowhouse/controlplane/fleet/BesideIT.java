package org.rowhouse.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Files;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** Homes follow while nodes serve: what a run has not rehearsed, nobody brings forward. */
class BesideIT {

  private static final String COLUMN = "alter table project add column stage text;";
  private static final String FLEET =
      "select pg_advisory_lock(%d)".formatted(0x726f_7768_6f75_7365L);
  private static final Duration SOON = Duration.ofSeconds(20);

  private TestPlane plane;
  private Home home;
  private Home other;

  @BeforeEach
  void migrate() {
    plane = TestPlane.migrated();
    home = made(Isolation.SCHEMA);
    other = made(Isolation.SCHEMA);
  }

  @Test
  void homes_follow_after_the_node_has_begun_to_serve() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    TestPlane node = next.beside();
    node.fleet.migrate();
    assertThat(next.versions()).doesNotContain("1000");
    assertThat(last().state()).isEqualTo(State.PENDING);

    node.leader.look();

    assertThat(next.versions()).containsExactly("1000");
    assertThat(last().state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void what_a_rehearsal_has_refused_reaches_no_home_afterwards() {
    NextVersion next = NextVersion.of(plane, COLUMN + bad(home));
    TestPlane node = next.beside();
    node.fleet.migrate();
    node.leader.look();
    assertThat(last().state()).isEqualTo(State.FAILED);
    Home late = plane.newHome(Isolation.SCHEMA);

    node.fleet.catchUp();

    assertThat(List.of(row(home), row(other), row(plane.sharedHome())))
        .allMatch(row -> row.state() == Home.State.READY && !row.version().equals("1000"));
    assertThat(row(late)).as("a new home").matches(row -> row.version().equals("1000"));

    TestPlane again = next.beside();
    again.fleet.migrate();
    assertThat(last().state()).as("the next deployment").isEqualTo(State.PENDING);
  }

  @Test
  void a_deployment_that_waits_for_its_homes_is_refused_with_what_one_said() {
    NextVersion next = NextVersion.of(plane, COLUMN + bad(home));
    assertThatThrownBy(() -> next.node().fleet.migrate())
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("Nothing was changed", home.id().toString(), "the victim");
    assertThat(next.versions()).doesNotContain("1000");
    assertThat(plane.homes.ready()).hasSize(3);
  }

  @Test
  void a_home_that_failed_and_can_be_served_as_it_is_is_left_as_it_is() {
    for (int i = 0; i < 3; i++) {
      made(Isolation.SCHEMA);
    }
    plane.owner().useHandle(h -> h.execute("create table control.victim (name text)"));
    NextVersion next =
        NextVersion.of(
            plane,
            "-- rowhouse: served without\n"
                + COLUMN
                + "do $$ begin if exists (select from control.victim where name = current_schema)"
                + " and exists (select from control.migration_run where state = 'APPLYING')"
                + " then raise 'the victim'; end if; end $$;");
    Home victim = schemaHomeOfTheLastWave(next);
    plane
        .owner()
        .useHandle(h -> h.execute("insert into control.victim values (?)", victim.schema()));
    TestPlane node = next.node();
    node.fleet.migrate();
    assertThat(last().state()).as(last().error()).isEqualTo(State.INCOMPLETE);
    assertThat(plane.runHomes.count(last().id())).contains(Map.entry(HomeResult.State.FAILED, 1L));

    node.fleet.catchUp();
    next.node().fleet.migrate();

    assertThat(row(victim))
        .matches(row -> row.state() == Home.State.READY && !row.version().equals("1000"));
    assertThat(plane.runs.page(null, 10)).as("runs").hasSize(1);
  }

  @Test
  void homes_that_were_locked_during_the_run_follow_when_they_are_free() throws Exception {
    NextVersion next = NextVersion.of(plane, COLUMN);
    TestPlane node = next.node();
    try (Connection holder = lock(home)) {
      Policy impatient =
          new Policy(
              new Tempo(Duration.ofMillis(50), Duration.ofMillis(200), 2),
              Duration.ofMillis(100),
              10,
              Duration.ofSeconds(2));
      assertThat(next.conduct(impatient).state()).isEqualTo(State.INCOMPLETE);
      assertThat(row(home).version()).isNotEqualTo("1000");
      holder.rollback();
    }
    node.fleet.catchUp();
    assertThat(row(home)).matches(row -> row.version().equals("1000"));
  }

  @Test
  void homes_that_somebody_keeps_locked_hold_up_no_sweep() throws Exception {
    NextVersion next = NextVersion.of(plane, COLUMN);
    TestPlane node = next.node();
    try (Connection one = lock(home);
        Connection two = lock(other)) {
      assertTimeoutPreemptively(SOON, () -> node.fleet.catchUp());
      one.rollback();
      two.rollback();
    }
    assertThat(row(home).version()).isNotEqualTo("1000");
    assertThat(row(plane.sharedHome()).version()).isEqualTo("1000");
    node.fleet.catchUp();
    assertThat(next.versions()).containsExactly("1000");
  }

  @Test
  void the_guard_of_an_own_database_comes_first_and_its_tables_with_the_others() {
    Home database = made(Isolation.DATABASE);
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.home set guard_version = '0' where id = ?", database.id()));
    NextVersion next = NextVersion.of(plane, COLUMN);
    TestPlane node = next.beside();

    node.fleet.migrate();

    assertThat(row(database).guardVersion()).isEqualTo(plane.migrator.guard());
    assertThat(row(database).version()).isEqualTo(plane.migrator.plan().target());
    node.leader.look();
    assertThat(plane.runHomes.count(last().id()))
        .containsExactly(Map.entry(HomeResult.State.DONE, 4L));
    assertThat(row(database).version()).isEqualTo("1000");
  }

  @Test
  void a_run_that_pauses_does_so_until_somebody_resumes_it() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    TestPlane node = next.beside();
    node.fleet.migrate();
    UUID run = last().id();
    node.runRequests.pause(run);
    TestPlane second = next.beside();
    second.fleet.migrate();
    node.leader.look();
    assertThat(last().state()).isEqualTo(State.PAUSED);

    next.beside().fleet.migrate();
    second.leader.look();
    second.fleet.catchUp();
    assertThat(last()).matches(now -> now.id().equals(run) && now.state() == State.PAUSED);
    assertThat(next.versions()).doesNotContain("1000");

    node.runRequests.resume(run);
    second.leader.look();
    assertThat(last().state()).isEqualTo(State.SUCCEEDED);

    NextVersion third = NextVersion.of(plane, COLUMN, "select 1;");
    third.beside().fleet.migrate();
    node.runRequests.pause(last().id());
    third.node().fleet.migrate();
    assertThat(last().state()).as("one that waits for it").isEqualTo(State.SUCCEEDED);
  }

  @Test
  void a_node_that_leaves_hands_its_run_over() throws Exception {
    NextVersion next =
        NextVersion.of(
            plane,
            COLUMN
                + "do $$ begin if exists (select from control.migration_run where state ="
                + " 'APPLYING') then perform pg_sleep(1); end if; end $$;");
    TestPlane node = next.beside();
    node.fleet.migrate();
    CompletableFuture<Void> led = CompletableFuture.runAsync(node.leader::look);
    try {
      while (last().state() != State.APPLYING) {
        assertThat(led).as("not at work").isNotDone();
      }
      Files.createFile(node.leaveFile);
      led.get(20, TimeUnit.SECONDS);
      assertThat(last().state()).isEqualTo(State.APPLYING);
      assertThat(next.versions()).hasSize(2);
      node.leader.look();
      assertThat(last().state()).as("led by a node that leaves").isEqualTo(State.APPLYING);
    } finally {
      Files.deleteIfExists(node.leaveFile);
    }
    next.beside().leader.look();
    assertThat(last().state()).isEqualTo(State.SUCCEEDED);
    assertThat(next.versions()).containsExactly("1000");
  }

  @Test
  void a_node_that_has_nothing_to_add_does_not_wait_for_the_one_that_migrates() throws Exception {
    NextVersion next = NextVersion.of(plane, COLUMN);
    try (Connection another = plane.source.getConnection();
        Statement statement = another.createStatement()) {
      statement.execute(FLEET);
      plane
          .owner()
          .useHandle(
              h ->
                  h.execute(
                      "alter table " + home.schema() + ".project no force row level security"));
      TestPlane again = plane.anotherNode();
      assertTimeoutPreemptively(SOON, () -> again.fleet.migrate());
      assertThat(row(home).state()).as("its walls are looked at").isEqualTo(Home.State.FAILED);

      CompletableFuture<Void> waits = CompletableFuture.runAsync(next.beside().fleet::migrate);
      CompletableFuture<Void> before = CompletableFuture.runAsync(next.node().fleet::migrate);
      assertThatThrownBy(() -> waits.get(3, TimeUnit.SECONDS))
          .as("nobody has entered the run")
          .isInstanceOf(TimeoutException.class);
      plane.runs.prepare(next.plan);
      waits.get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(before).as("one whose homes come first").isNotDone();
      statement.execute("select pg_advisory_unlock_all()");
      before.get(SOON.toSeconds(), TimeUnit.SECONDS);
    }
    assertThat(next.versions()).contains("1000");
  }

  @Test
  void an_older_node_leaves_a_newer_home_at_its_version() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    next.node().fleet.migrate();
    assertThat(row(home).isReadyAt(plane.migrator.target())).isTrue();

    plane.migrator.migrate(home);

    assertThat(row(home).version()).isEqualTo("1000");
    plane.homes.ready(home.id(), new HomeVersion("999.1", null));
    assertThat(row(home).isReadyAt(next.node().migrator.target())).isFalse();
  }

  private Home schemaHomeOfTheLastWave(NextVersion next) {
    int size = next.plan.size();
    List<Visit> visits =
        plane.homes.ready().stream()
            .map(h -> new Visit(h, "any", next.plan, size - 1, size, true, List.of()))
            .toList();
    List<List<Visit>> waves = Waves.of(visits, next.plan.fingerprint());
    return waves.get(waves.size() - 1).stream()
        .map(Visit::home)
        .filter(h -> h.isolation() == Isolation.SCHEMA)
        .findFirst()
        .orElseThrow();
  }

  private static String bad(Home victim) {
    return "do $$ begin if current_schema = '"
        + victim.schema()
        + "' then raise 'the victim'; end if; end $$;";
  }

  private Connection lock(Home some) throws Exception {
    Connection holder = plane.source.getConnection();
    holder.setAutoCommit(false);
    try (Statement statement = holder.createStatement()) {
      statement.execute("lock table " + some.schema() + ".project in access share mode");
    }
    return holder;
  }

  private FleetRun last() {
    return plane.runs.page(null, 1).get(0);
  }

  private HomeRow row(Home some) {
    return plane.homes.byId(some.id()).orElseThrow();
  }

  private Home made(Isolation isolation) {
    Home made = plane.newHome(isolation);
    plane.migrator.migrate(made);
    return plane.homes.byId(made.id()).orElseThrow().home();
  }
}
