package org.rowhouse.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.visit.Lane;
import org.rowhouse.controlplane.fleet.visit.Outcome;
import org.rowhouse.controlplane.fleet.visit.Outcome.Result;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.controlplane.fleet.visit.Visit.Ending;
import org.rowhouse.controlplane.fleet.visit.Visitor;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** An index takes as long as it takes. */
class ConcurrentIndexIT {

  private static final String INDEX =
      "create index concurrently project_made on project (tenant_id, created_at);";
  private static final Policy QUICK =
      new Policy(
          new Tempo(Duration.ofMillis(100), Duration.ofSeconds(1), 2),
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
  }

  @Test
  void one_that_takes_longer_than_any_other_statement_may_is_made() throws Exception {
    NextVersion next = NextVersion.of(plane, INDEX);
    PGSimpleDataSource impatient = (PGSimpleDataSource) plane.connections.scripts(home);
    impatient.setSocketTimeout(1);
    Visit visit =
        new Visit(
            home,
            plane.connections.role(home),
            next.plan,
            next.plan.size() - 1,
            next.plan.size(),
            true,
            List.of());
    CompletableFuture<Outcome> made;
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement();
        Lane lane = new Lane(impatient)) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + home.schema() + ".project in row exclusive mode");
      made =
          CompletableFuture.supplyAsync(
              () -> new Visitor(Tempo.USUAL, Ending.COMMIT).visit(lane, visit));
      until("create index concurrently", "now() - query_start > interval '1.5 s'");
      holder.rollback();
      Outcome outcome = made.get(30, TimeUnit.SECONDS);
      assertThat(outcome.result()).as("%s", outcome.failure()).isEqualTo(Result.DONE);
    }
  }

  @Test
  void one_that_postgresql_still_makes_is_waited_for_and_not_dropped() throws Exception {
    NextVersion next = NextVersion.of(plane, INDEX);
    CompletableFuture<Void> maker;
    FleetRun run;
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + home.schema() + ".project in row exclusive mode");
      maker =
          CompletableFuture.runAsync(
              () ->
                  plane
                      .owner()
                      .useHandle(
                          h ->
                              h.execute(
                                  INDEX.replace(
                                      "on project", "on " + home.schema() + ".project"))));
      until("create index concurrently", "wait_event_type = 'Lock'");
      CompletableFuture<FleetRun> conducted =
          CompletableFuture.supplyAsync(() -> next.conduct(QUICK, Atomic.HOME));
      while (!conducted.isDone()) {
        assertThat(seen("drop index", "true")).as("somebody would drop it").isZero();
      }
      run = conducted.get();
      holder.rollback();
    }
    assertThat(run.state()).isEqualTo(State.INCOMPLETE);
    assertThat(run.error()).contains("1 homes");
    maker.get(30, TimeUnit.SECONDS);
    int oid = oid();
    assertThat(next.conduct(QUICK).state()).isEqualTo(State.SUCCEEDED);
    assertThat(oid()).as("the index that the other has made").isEqualTo(oid);
  }

  private int oid() {
    return plane
        .owner()
        .withHandle(
            h ->
                h.select("select cast(cast(? as regclass) as oid)", home.schema() + ".project_made")
                    .mapTo(Integer.class)
                    .one());
  }

  private void until(String query, String condition) {
    Instant end = Instant.now().plusSeconds(30);
    while (seen(query, condition) == 0) {
      assertThat(Instant.now()).as(query + ", " + condition).isBefore(end);
    }
  }

  /** Of this database, and not this question itself. */
  private int seen(String query, String condition) {
    return plane
        .superuser()
        .withHandle(
            h ->
                h.select(
                        "select count(*) from pg_stat_activity where datname = current_database()"
                            + " and pid <> pg_backend_pid() and state = 'active'"
                            + " and query ilike ? and "
                            + condition,
                        query + "%")
                    .mapTo(Integer.class)
                    .one());
  }
}
