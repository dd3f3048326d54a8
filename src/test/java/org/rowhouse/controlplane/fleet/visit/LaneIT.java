package org.rowhouse.controlplane.fleet.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.Absence;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.plan.Script;
import org.rowhouse.controlplane.fleet.visit.Outcome.Result;
import org.rowhouse.controlplane.fleet.visit.Visit.Ending;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.TenantId;

/** What is sent on a lane, and what PostgreSQL does when nothing comes any more. */
class LaneIT {

  private final TestPlane plane = TestPlane.migrated();
  private final Home home = plane.sharedHome();

  @Test
  void postgresql_asks_whether_the_node_still_lives() throws SQLException {
    try (Lane lane = new Lane(plane.connections.scripts(home))) {
      assertThat(
              lane.asks(
                  "select current_setting('tcp_keepalives_idle') = '5'"
                      + " and current_setting('tcp_keepalives_count') = '3'"))
          .isTrue();
    }
  }

  @Test
  void a_node_that_was_silent_for_too_long_comes_back() throws SQLException {
    try (Lane lane = new Lane(plane.connections.scripts(home))) {
      lane.send(
          "set application_name = 'silent'; begin;"
              + " set local idle_in_transaction_session_timeout = 1");
      Instant end = Instant.now().plusSeconds(30);
      while (isThere("silent")) {
        assertThat(Instant.now()).isBefore(end);
      }
      SQLException told = catchThrowableOfType(SQLException.class, () -> lane.send("select 1"));
      assertThat(Absence.isToldBy(told)).as(told.getSQLState()).isTrue();
      assertThat(lane.asks("select true")).as("by another connection").isTrue();
    }
  }

  private boolean isThere(String name) {
    return plane
        .superuser()
        .withHandle(
            h ->
                h.select(
                        "select exists (select from pg_stat_activity"
                            + " where datname = current_database() and application_name = ?)",
                        name)
                    .mapTo(Boolean.class)
                    .one());
  }

  @Test
  void a_text_for_too_many_tenants_is_not_sent() {
    Script script =
        new Script(
            "1", "", "V1__all.sql", 1, Script.Kind.EACH_TENANT, true, "select 1;".repeat(100));
    Plan plan = new Plan(List.of(script));
    List<TenantId> many = Collections.nCopies(100_000, new TenantId(home.id()));
    Visit visit = new Visit(home, "runtime", plan, 0, 1, true, many);
    Outcome outcome;
    try (Lane lane = new Lane(plane.connections.scripts(home))) {
      outcome = new Visitor(Tempo.USUAL, Ending.ROLLBACK).visit(lane, visit);
    }
    assertThat(outcome.result()).isEqualTo(Result.FAILED);
    assertThat(outcome.failure().error()).contains("100000 tenants", "in batches");
  }
}
