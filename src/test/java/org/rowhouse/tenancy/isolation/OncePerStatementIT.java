package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;

/** What the third wall costs: the signature is verified once for a statement, not for each row. */
class OncePerStatementIT {

  private static final int ROWS = 500;

  private static Neighbours neighbours;

  @BeforeAll
  static void acme_has_many_rows() throws SQLException {
    neighbours = Neighbours.of(Isolation.SHARED);
    Inhabitant acme = neighbours.acme;
    try (Session inside = neighbours.inside(acme)) {
      for (int i = 0; i < ROWS; i++) {
        inside.run(
            "insert into project values ('%s', '%s', 1, 'K%d', 'x', null, now(), now())"
                .formatted(acme.id(), Ids.next(), i));
      }
      inside.connection().commit();
    }
  }

  private static List<String> tables() {
    return Neighbours.tables();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void every_policy_asks_for_the_tenant_before_it_looks_at_rows(String table) throws SQLException {
    try (Session inside = neighbours.inside(neighbours.acme)) {
      for (String sql :
          new String[] {
            "select * from " + table,
            "update " + table + " set version = version + 1",
            "delete from " + table
          }) {
        assertThat(plan(inside, "explain (verbose, costs off) " + sql))
            .as(sql)
            .contains("InitPlan")
            .doesNotContain("Filter: (" + table + ".tenant_id = guard.current_tenant())")
            .doesNotContainPattern("(Filter|Index Cond): .*current_tenant\\(");
      }
    }
  }

  private static String plan(Session session, String sql) throws SQLException {
    StringBuilder plan = new StringBuilder();
    try (Statement statement = session.connection().createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        plan.append(rows.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }

  @ParameterizedTest
  @MethodSource("statements")
  void many_rows_cost_no_more_verifications_than_one(String sql) throws SQLException {
    String filled =
        sql.replace("{A}", neighbours.acme.id().toString())
            .replace("{id}", neighbours.acme.project().toString());
    assertThat(verifications(filled.replace("{which}", "true")))
        .isEqualTo(
            verifications(
                filled
                    .replace("{which}", "id = '{id}'")
                    .replace("{id}", neighbours.acme.project().toString())))
        .isBetween(1, 2);
  }

  private static List<String> statements() {
    return List.of(
        "select count(*) from project where {which}",
        "update project set name = 'y' where {which}",
        "delete from project where {which}",
        "insert into project select '{A}', gen_random_uuid(), 1, key || 'N', 'x', null, now(), now() from project where {which}");
  }

  /** How often the function ran, as PostgreSQL counts it for who may ask for it. */
  private static int verifications(String sql) throws SQLException {
    Inhabitant acme = neighbours.acme;
    try (Session counting =
        new Session(EmbeddedDatabase.shared().superuser(acme.home().database()).getConnection())) {
      counting.connection().setAutoCommit(false);
      counting.run("set track_functions = 'all'");
      counting.run("set local role " + neighbours.plane.connections.runtime(acme.home()).user());
      neighbours.place(counting, acme);
      counting.run(sql);
      String calls =
          counting.ask(
              "select coalesce(sum(calls), 0) from pg_stat_xact_user_functions"
                  + " where funcname = 'current_tenant'");
      counting.connection().rollback();
      return Integer.parseInt(calls);
    }
  }
}
