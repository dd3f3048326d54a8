package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.tenancy.Isolation;

/**
 * Somebody runs any SQL he likes inside acme's prepared connection; nothing of globex may be seen
 * or change. {@code breach.sql} says what he tries.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class AssumedBreach {

  private static final String AT_WORK = "select id from issue where title = ";

  private final Isolation isolation;
  private Neighbours neighbours;
  private Session victim;
  private Evidence evidence;

  AssumedBreach(Isolation isolation) {
    this.isolation = isolation;
  }

  @BeforeAll
  void globex_is_at_work() throws SQLException {
    neighbours = Neighbours.of(isolation);
    Inhabitant globex = neighbours.globex;
    victim = neighbours.runtime(globex.home());
    try (PreparedStatement statement =
        victim.connection().prepareStatement(Lease.PLACE + "; " + AT_WORK + "?")) {
      Lease.place(statement, globex.home(), neighbours.token(victim, globex.home(), globex.id()));
      statement.setObject(3, Lease.text(globex.word()));
      statement.execute();
    }
    evidence = new Evidence(neighbours);
  }

  @AfterAll
  void end() throws SQLException {
    victim.close();
    evidence.close();
  }

  private static List<Attempt> attempts() {
    return Attempt.all();
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void in_a_transaction(Attempt attempt) throws SQLException {
    evidence.restoreAcme();
    String before = evidence.ofGlobex();
    try (Session thief = neighbours.inside(neighbours.acme)) {
      Attempt here = attempt.in(names(thief));
      judge(here, inTransaction(thief, here.sql()), before);
    }
  }

  @ParameterizedTest
  @MethodSource("attempts")
  void in_one_round_trip(Attempt attempt) throws SQLException {
    evidence.restoreAcme();
    String before = evidence.ofGlobex();
    try (Session thief = neighbours.runtime(neighbours.acme.home())) {
      Attempt here = attempt.in(names(thief));
      judge(here, inOneRoundTrip(thief, here.sql()), before);
    }
  }

  private void judge(Attempt attempt, Loot loot, String before) throws SQLException {
    assertThat(loot.words()).doesNotContain(neighbours.globex.word());
    String signature = signature(victim, neighbours.globex);
    assertThat(loot.words())
        .satisfiesAnyOf(
            words -> assertThat(words).doesNotContain(signature),
            words -> assertThat(attempt.sql()).contains(signature));
    assertThat(evidence.keys()).noneMatch(loot.words()::contains);
    assertThat(evidence.ofGlobex()).as("what globex has and what protects it").isEqualTo(before);
    assertThat(Stream.concat(attempt.ends().stream(), farAway()))
        .as("it ended with %s", loot)
        .anyMatch(loot::ended);
  }

  /** Another database is not even there. */
  private Stream<String> farAway() {
    return isolation == Isolation.DATABASE ? Stream.of("42P01", "3F000") : Stream.empty();
  }

  private static Loot inTransaction(Session thief, String sql) throws SQLException {
    Loot loot = new Loot();
    try (Statement statement = thief.connection().createStatement()) {
      loot.of(statement, statement.execute(sql));
      loot.warnings(statement.getWarnings());
      thief.connection().commit();
    } catch (SQLException e) {
      loot.failed(e);
    }
    return loot;
  }

  private Loot inOneRoundTrip(Session thief, String sql) throws SQLException {
    Loot loot = new Loot();
    try (PreparedStatement statement =
        thief.connection().prepareStatement(Lease.PLACE + "; " + sql)) {
      Inhabitant acme = neighbours.acme;
      Lease.place(statement, acme.home(), neighbours.token(thief, acme.home(), acme.id()));
      loot.of(statement, statement.execute());
      loot.warnings(statement.getWarnings());
    } catch (SQLException e) {
      loot.failed(e);
    }
    return loot;
  }

  private Map<String, String> names(Session thief) throws SQLException {
    Inhabitant acme = neighbours.acme;
    Inhabitant globex = neighbours.globex;
    return Map.ofEntries(
        Map.entry("A", acme.id().toString()),
        Map.entry("B", globex.id().toString()),
        Map.entry("home.A", acme.home().schema()),
        Map.entry("home.B", globex.home().schema()),
        Map.entry("sig.A", signature(thief, acme)),
        Map.entry("token.B", neighbours.token(victim, globex.home(), globex.id())),
        Map.entry("pid.B", Integer.toString(victim.backend())),
        Map.entry("member.B", globex.member().toString()),
        Map.entry("project.B", globex.project().toString()),
        Map.entry("issue.B", globex.issue().toString()),
        Map.entry("owner", "rowhouse"),
        Map.entry("runtime", neighbours.plane.connections.runtime(acme.home()).user()),
        Map.entry("database", acme.home().database()));
  }

  private String signature(Session session, Inhabitant tenant) throws SQLException {
    String token = neighbours.token(session, tenant.home(), tenant.id());
    return token.substring(token.indexOf('.') + 1);
  }

  /** The package-info owns up to it: who shares the role sees what it runs, and no value. */
  @Test
  void of_what_others_run_the_text_is_seen_and_no_value() throws SQLException {
    String activity =
        "select string_agg(trim(query), ' ') from pg_stat_activity where pid = " + victim.backend();
    try (Session thief = neighbours.inside(neighbours.acme)) {
      assertThat(thief.ask(activity))
          .isEqualTo(isolation == Isolation.DATABASE ? "<insufficient privilege>" : AT_WORK + "$1");
    }
  }

  /** The eyes of this test: without the third wall the same attempts bring globex's rows home. */
  @Test
  void without_policies_the_same_attempts_succeed() throws SQLException {
    Neighbours open = Neighbours.of(isolation);
    try (Session owner = open.owner(open.globex.home())) {
      for (String table : Neighbours.tables()) {
        owner.run(
            "alter policy tenant_isolation on %s.%s using (true) with check (true)"
                .formatted(open.globex.home().schema(), table));
      }
    }
    Neighbours closed = neighbours;
    List<String> seen = new ArrayList<>();
    neighbours = open;
    try {
      for (Attempt attempt : attempts()) {
        try (Session thief = open.inside(open.acme)) {
          Loot loot = inTransaction(thief, attempt.in(names(thief)).sql());
          if (loot.words().contains(open.globex.word())) {
            seen.add(attempt.name());
          }
        }
      }
    } finally {
      neighbours = closed;
    }
    if (isolation == Isolation.DATABASE) {
      assertThat(seen).as("the fourth wall stands").isEmpty();
      return;
    }
    assertThat(seen)
        .hasSizeGreaterThan(25)
        .contains(
            "union",
            "xml of a query",
            "cursor",
            "prepared statement",
            "replayed from another backend");
  }
}
