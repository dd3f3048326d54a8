package org.rowhouse.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.Rows;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** Every home of every database has the new version, or none has, whoever dies when. */
class StrictRunIT {

  private static final String COLUMN = "alter table project add column stage text;";
  private static final Tempo TEMPO = new Tempo(Duration.ofMillis(50), Duration.ofSeconds(1), 2);
  private static final Policy QUICK =
      new Policy(TEMPO, Duration.ofMillis(300), 10, Duration.ofSeconds(2));

  private TestPlane plane;
  private final List<Home> homes = new ArrayList<>();

  @BeforeEach
  void migrate() {
    plane = TestPlane.migrated();
    for (int i = 0; i < 3; i++) {
      homes.add(made(Isolation.SCHEMA));
    }
    homes.add(made(Isolation.DATABASE));
    homes.add(plane.sharedHome());
  }

  @Test
  void all_homes_of_all_databases_follow_at_once() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    FleetRun run = next.conduct(QUICK, Atomic.FLEET);
    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertAll(next);
    for (Home home : homes) {
      next.flyway(home).validate();
      assertThat(next.flyway(home).migrate().migrationsExecuted).isZero();
    }
  }

  @Test
  void a_straggler_has_everything_taken_back_within_the_budget() throws Exception {
    NextVersion next = NextVersion.of(plane, COLUMN);
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + homes.get(2).schema() + ".project in access share mode");
      long begun = System.nanoTime();
      FleetRun run = next.conduct(QUICK, Atomic.FLEET);
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
      assertThat(run.state()).isEqualTo(State.FAILED);
      assertThat(run.error())
          .contains("Nothing was changed anywhere", homes.get(2).id().toString());
      holder.rollback();
    }
    assertNone(next);
  }

  @Test
  void what_fails_after_the_rehearsal_changes_no_home() {
    NextVersion next =
        NextVersion.of(
            plane,
            COLUMN
                + "do $$ begin if exists (select from control.migration_run where state ="
                + " 'APPLYING') and current_schema = '"
                + homes.get(2).schema()
                + "' then raise 'the victim'; end if; end $$;");
    Home database = homes.remove(3); // has no catalog beside it
    failed(database);
    FleetRun run = next.conduct(QUICK, Atomic.FLEET);
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("the victim", homes.get(2).id().toString());
    assertNone(next);
  }

  @Test
  void a_row_that_comes_after_the_rehearsal_and_does_not_fit_changes_no_home() {
    TenantRow tenant = tenant();
    NextVersion next =
        NextVersion.of(plane, COLUMN + "alter table member add unique (tenant_id, name);");
    FleetRun run =
        conduct(
            next,
            moment -> {
              if (moment.equals("rehearsed")) {
                member(tenant, "a@x.example");
                member(tenant, "b@x.example");
              }
            });
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("could not create unique index", tenant.homeId().toString());
    assertNone(next);
    assertThat(prepared()).isZero();
  }

  @Test
  void a_script_that_takes_too_long_is_taken_back_within_the_budget() {
    NextVersion next =
        NextVersion.of(
            plane,
            COLUMN
                + "do $$ begin if current_schema = '"
                + homes.get(1).schema()
                + "' and exists (select from control.migration_run where state = 'APPLYING')"
                + " then perform pg_sleep(60); end if; end $$;");
    failed(homes.remove(3)); // has no catalog beside it
    long begun = System.nanoTime();
    FleetRun run = next.conduct(QUICK, Atomic.FLEET);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("statement timeout", homes.get(1).id().toString());
    assertNone(next);
  }

  @Test
  void what_a_dead_node_has_begun_is_ended_before_anything_else_is_begun() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    die(next, "decided", 1);
    for (Atomic atomic : Atomic.values()) {
      assertThatThrownBy(() -> next.conduct(QUICK, atomic))
          .isInstanceOf(StartRefused.class)
          .hasMessageContaining("waits to be ended");
    }
    TestPlane other = plane.anotherNode(); // of another version: its own runs are none of this one
    other.leader.look();
    assertThat(prepared()).isZero();
    assertAll(next);
  }

  @Test
  void a_node_that_dies_before_the_decision_has_changed_nothing() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    die(next, "prepared", 1);
    assertThat(prepared()).isPositive();

    plane.anotherNode().fleet.migrate();

    assertNone(next);
    assertThat(prepared()).isZero();
    assertThat(plane.runs.page(null, 1)).extracting(FleetRun::state).containsExactly(State.FAILED);
    assertThat(next.conduct(QUICK, Atomic.FLEET).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void a_server_that_does_not_answer_holds_up_no_run_of_others() {
    plane
        .owner()
        .useHandle(
            h -> {
              for (String name : List.of("away", "sealed-by-others")) {
                h.execute(
                    "insert into control.server (id, name, url, owner_user, owner_password,"
                        + " capacity, state) values (?, ?, ?, 'nobody', ?, 1, 'FAILED')",
                    UUID.randomUUID(),
                    name,
                    "jdbc:postgresql://127.0.0.1:1/" + name,
                    "what no key opens");
              }
            });
    NextVersion next = NextVersion.of(plane, COLUMN);
    die(next, "prepared", 1);
    assertThat(plane.anotherNode().inDoubt.resolve()).as("all servers have answered").isFalse();
    assertThat(prepared()).isZero();
    assertThat(plane.runs.page(null, 1)).extracting(FleetRun::state).containsExactly(State.FAILED);
    assertThat(next.conduct(QUICK, Atomic.FLEET).state()).isEqualTo(State.SUCCEEDED);
  }

  @Test
  void a_node_that_dies_while_it_tells_homes_has_changed_all() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    die(next, "telling", 2);
    assertThat(prepared()).isPositive();

    plane.anotherNode().fleet.migrate();

    assertThat(prepared()).isZero();
    assertAll(next);
    assertThat(plane.runs.page(null, 1))
        .extracting(FleetRun::state)
        .containsExactly(State.SUCCEEDED);
  }

  @Test
  void a_postgresql_that_dies_after_the_decision_has_changed_all() throws Exception {
    NextVersion next = NextVersion.of(plane, COLUMN);
    assertThatThrownBy(
            () ->
                conduct(
                    next,
                    moment -> {
                      if (moment.equals("decided")) {
                        EmbeddedDatabase.shared().kill();
                      }
                    }))
        .isInstanceOf(RuntimeException.class);
    EmbeddedDatabase.shared().restart();
    assertThat(prepared()).isPositive();

    plane.anotherNode().fleet.migrate();

    assertThat(prepared()).isZero();
    assertAll(next);
  }

  @Test
  void a_late_leader_cannot_decide_what_another_has_ended() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    FleetRun run =
        conduct(
            next,
            moment -> {
              if (moment.equals("prepared")) {
                plane.anotherNode().inDoubt.resolve();
              }
            });
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(prepared()).isZero();
    assertNone(next);
  }

  @Test
  void what_cannot_be_in_a_transaction_is_refused_first() {
    NextVersion next =
        NextVersion.of(plane, COLUMN, "create index concurrently s on project (tenant_id, stage)");
    FleetRun run = next.conduct(QUICK, Atomic.FLEET);
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("V1001__next.sql cannot be in a transaction");
    assertNone(next);
  }

  @Test
  void a_postgresql_without_room_is_told_what_to_set() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    Policy wide =
        new Policy(
            new Tempo(TEMPO.lockTimeout(), TEMPO.patience(), 1000),
            Duration.ofMillis(300),
            10,
            Duration.ofSeconds(2));
    for (int i = 0; i < 60; i++) {
      prepareSomething("room" + i);
    }
    try {
      FleetRun run = next.conduct(wide, Atomic.FLEET);
      assertThat(run.error()).contains("max_prepared_transactions = 65", "restart");
      assertNone(next);
    } finally {
      for (int i = 0; i < 60; i++) {
        String gid = "room" + i;
        plane.owner().useHandle(h -> h.execute("rollback prepared '" + gid + "'"));
      }
    }
  }

  @Test
  void where_there_are_no_threads_nothing_stays_prepared() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    AtomicInteger begun = new AtomicInteger();
    Executor few =
        work -> {
          boolean applying = isApplying();
          if (applying && begun.incrementAndGet() == 2) {
            throw new RejectedExecutionException("no thread");
          }
          CompletableFuture.runAsync(work);
        };
    FleetRun run = next.conduct(QUICK, Atomic.FLEET, few);
    assertThat(begun).hasValueGreaterThan(1);
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("Nothing was changed anywhere", "no thread");
    assertThat(prepared()).isZero();
    assertNone(next);
    assertThat(next.conduct(QUICK, Atomic.FLEET).state()).isEqualTo(State.SUCCEEDED);
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
  void a_dry_run_wants_what_the_run_wants() throws Exception {
    NextVersion next = NextVersion.of(plane, COLUMN);
    for (int i = 0; i < 60; i++) {
      prepareSomething("room" + i);
    }
    try {
      FleetRun run = next.rehearse(Atomic.FLEET);
      assertThat(run.state()).isEqualTo(State.FAILED);
      assertThat(run.error()).contains("max_prepared_transactions", "restart");
      assertThat(plane.runHomes.count(run.id())).as("homes that were visited").isEmpty();
    } finally {
      for (int i = 0; i < 60; i++) {
        String gid = "room" + i;
        plane.owner().useHandle(h -> h.execute("rollback prepared '" + gid + "'"));
      }
    }
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + homes.get(2).schema() + ".project in access share mode");
      FleetRun run = next.rehearse(Atomic.FLEET);
      assertThat(run.state()).isEqualTo(State.INCOMPLETE);
      assertThat(run.error()).contains("1 homes could not be rehearsed");
      holder.rollback();
    }
  }

  private void prepareSomething(String gid) {
    plane
        .owner()
        .useHandle(
            h -> {
              h.execute("begin");
              h.execute("select pg_current_xact_id()");
              h.execute("prepare transaction '" + gid + "'");
            });
  }

  /** As if the process ended at the {@code nth} time that it comes to {@code moment}. */
  private void die(NextVersion next, String moment, int nth) {
    AtomicInteger times = new AtomicInteger();
    Throwable end =
        catchThrowable(
            () ->
                conduct(
                    next,
                    now -> {
                      if (now.equals(moment) && times.incrementAndGet() >= nth) {
                        throw new Death();
                      }
                    }));
    assertThat(end instanceof Death ? end : end.getCause()).isInstanceOf(Death.class);
  }

  private FleetRun conduct(NextVersion next, Consumer<String> moments) {
    return plane
        .conductor(QUICK)
        .tellingOf(moments)
        .conduct(next.plan, plane.migrator.guard(), Atomic.FLEET)
        .orElseThrow();
  }

  private static final class Death extends RuntimeException {}

  private int prepared() {
    return plane
        .owner()
        .withHandle(
            h ->
                h.select(
                        "select count(*) from pg_prepared_xacts where gid like 'rowhouse:%'"
                            + " and database = any(?)",
                        (Object) homes.stream().map(Home::database).toArray(String[]::new))
                    .mapTo(Integer.class)
                    .one());
  }

  private void assertAll(NextVersion next) {
    assertThat(columns()).containsOnly(1);
    assertThat(homes)
        .extracting(home -> plane.homes.byId(home.id()).map(HomeRow::version).orElseThrow())
        .containsOnly(next.plan.target());
  }

  private void assertNone(NextVersion next) {
    assertThat(columns()).containsOnly(0);
    assertThat(homes)
        .extracting(home -> plane.homes.byId(home.id()).map(HomeRow::version).orElseThrow())
        .doesNotContain(next.plan.target());
  }

  private List<Integer> columns() {
    return homes.stream()
        .map(
            home ->
                Jdbi.create(plane.connections.owner(home))
                    .withHandle(
                        h ->
                            h.select(
                                    "select count(*) from information_schema.columns"
                                        + " where table_schema = ? and column_name like 'stage%'",
                                    home.schema())
                                .mapTo(Integer.class)
                                .one()))
        .toList();
  }

  private void failed(Home home) {
    plane
        .owner()
        .useHandle(
            h -> h.execute("update control.home set state = 'FAILED' where id = ?", home.id()));
  }

  private TenantRow tenant() {
    var operation = plane.begin("full", Isolation.SCHEMA);
    plane.workOff();
    TenantRow tenant = plane.tenants.byId(operation.tenantId()).orElseThrow();
    homes.add(plane.homes.byId(tenant.homeId()).orElseThrow().home());
    return tenant;
  }

  private void member(TenantRow tenant, String email) {
    Rows.inside(
        plane,
        tenant,
        h ->
            h.execute(
                "insert into member values (?, ?, 1, ?, 'Ada', '', 'hash', now())",
                tenant.id().value(),
                UUID.randomUUID(),
                email));
  }

  private Home made(Isolation isolation) {
    Home home = plane.newHome(isolation);
    plane.migrator.migrate(home);
    return plane.homes.byId(home.id()).orElseThrow().home();
  }
}
