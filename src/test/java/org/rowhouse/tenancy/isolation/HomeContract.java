package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;

/** What holds in every home, whatever its isolation; each has a tiny subclass. */
@TestInstance(Lifecycle.PER_CLASS)
abstract class HomeContract {

  private static final String NO_TENANT = "RH001";
  private static final String NOT_SIGNED = "RH002";
  private static final String REFUSED = "42501";

  private final Isolation isolation;
  private Neighbours neighbours;
  private Inhabitant acme;
  private Inhabitant globex;

  HomeContract(Isolation isolation) {
    this.isolation = isolation;
  }

  @BeforeAll
  void two_tenants_move_in() throws SQLException {
    neighbours = Neighbours.of(isolation);
    acme = neighbours.acme;
    globex = neighbours.globex;
  }

  private static List<String> tables() {
    return Neighbours.tables();
  }

  @ParameterizedTest
  @MethodSource("tables")
  void a_tenant_sees_its_own_rows_and_no_other(String table) throws SQLException {
    try (Session inside = neighbours.inside(acme)) {
      assertThat(inside.ask("select string_agg(tenant_id::text, ',') from " + table))
          .isEqualTo(acme.id().toString());
      assertThat(
              inside.ask(
                  "select count(*) from " + table + " where tenant_id = '" + globex.id() + "'"))
          .isEqualTo("0");
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void rows_of_another_tenant_cannot_be_changed_or_removed(String table) throws SQLException {
    try (Session inside = neighbours.inside(acme)) {
      String foreign = " where tenant_id = '" + globex.id() + "'";
      assertThat(inside.change("update " + table + " set version = 99" + foreign)).isZero();
      assertThat(inside.change("delete from " + table + foreign)).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void rows_can_be_neither_made_for_nor_given_to_another_tenant(String table) throws SQLException {
    try (Session inside = neighbours.inside(acme)) {
      String given =
          "update " + table + " set tenant_id = '" + globex.id() + "', version = version + 1";
      assertThat(inside.state(given)).isEqualTo(REFUSED);
      String columns = inside.ask(columns(table));
      assertThat(
              inside.state(
                  "insert into %s (tenant_id, %s) select '%s', %s from %s"
                      .formatted(table, columns, globex.id(), columns, table)))
          .isEqualTo(REFUSED);
    }
  }

  private static String columns(String table) {
    return "select string_agg(quote_ident(attname), ', ') from pg_attribute where attrelid = '"
        + table
        + "'::regclass and attnum > 0 and not attisdropped and attname <> 'tenant_id'";
  }

  @Test
  void a_reference_to_another_tenants_row_leads_nowhere() throws SQLException {
    try (Session inside = neighbours.inside(acme)) {
      assertThat(inside.state("update issue set project_id = '" + globex.project() + "'"))
          .isEqualTo("23503");
      assertThat(inside.state("update issue set assignee = '" + globex.member() + "'"))
          .isEqualTo("23503");
      assertThat(inside.state("update comment set issue_id = '" + globex.issue() + "'"))
          .isEqualTo("23503");
    }
  }

  @Test
  void what_must_be_unique_is_unique_within_one_tenant() throws SQLException {
    try (Session inside = neighbours.inside(acme)) {
      String key = inside.ask("select key from project");
      try (Session other = neighbours.inside(globex)) {
        assertThat(other.ask("select key from project")).isEqualTo(key);
      }
      String project = "insert into project values ('%s', '%s', 1, '%s', 'x', null, now(), now())";
      assertThat(inside.state(project.formatted(acme.id(), Ids.next(), key))).isEqualTo("23505");
      assertThat(inside.state(project.formatted(acme.id(), globex.project(), "OTHER")))
          .as("the id of a hidden row is free")
          .isEqualTo("ok");
    }
  }

  @Test
  void what_goes_with_a_row_goes_within_its_tenant() throws SQLException {
    try (Session inside = neighbours.inside(acme)) {
      assertThat(inside.change("delete from member")).isEqualTo(1);
      assertThat(inside.ask("select count(*) from session")).isEqualTo("0");
      assertThat(inside.ask("select assignee from issue")).isNull();
      assertThat(inside.ask("select version from issue")).isEqualTo("2");
      assertThat(inside.change("delete from project")).isEqualTo(1);
      assertThat(inside.ask("select count(*) from comment")).isEqualTo("0");
      try (Session other = neighbours.inside(globex)) {
        assertThat(other.ask("select count(*) from comment c join issue i on i.id = c.issue_id"))
            .isEqualTo("1");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void without_a_tenant_every_statement_fails(String table) throws SQLException {
    try (Session nobody = neighbours.runtime(acme.home());
        Session owner = neighbours.owner(acme.home())) {
      String name = acme.home().schema() + "." + table;
      for (Session session : new Session[] {nobody, owner}) {
        assertThat(session.state("select * from " + name)).isEqualTo(NO_TENANT);
        assertThat(session.state("update " + name + " set version = 1")).isEqualTo(NO_TENANT);
        assertThat(session.state("delete from " + name)).isEqualTo(NO_TENANT);
      }
    }
  }

  @Test
  void a_context_that_is_not_signed_for_this_connection_is_refused() throws SQLException {
    try (Session session = neighbours.inside(acme);
        Session other = neighbours.inside(globex)) {
      String theirs = other.ask("select current_setting('rowhouse.tenant')");
      String mine = session.ask("select current_setting('rowhouse.tenant')");
      for (String context :
          new String[] {
            theirs, globex.id().toString(), globex.id() + mine.substring(mine.indexOf('.'))
          }) {
        session.run("select set_config('rowhouse.tenant', '" + context + "', true)");
        assertThat(session.state("select * from issue")).isEqualTo(NOT_SIGNED);
      }
    }
  }

  @Test
  void a_connection_forgets_tenant_and_home_when_its_transaction_ends() throws SQLException {
    try (Session session = neighbours.runtime(acme.home())) {
      session.connection().setAutoCommit(false);
      for (boolean commit : new boolean[] {true, false}) {
        neighbours.place(session, acme);
        assertThat(session.ask("select count(*) from issue")).isEqualTo("1");
        if (commit) {
          session.connection().commit();
        } else {
          session.connection().rollback();
        }
        assertThat(session.ask("show search_path")).isEqualTo("pg_catalog");
        assertThat(session.state("select * from issue")).isEqualTo("42P01");
        assertThat(session.state("select * from " + acme.home().schema() + ".issue"))
            .isEqualTo(NO_TENANT);
      }
    }
  }

  @Test
  void no_schema_but_the_homes_is_searched() throws SQLException {
    try (Session inside = neighbours.inside(acme)) {
      assertThat(inside.ask("select array_to_string(current_schemas(false), ',')"))
          .isEqualTo(acme.home().schema());
      assertThat(inside.state("select * from context_key")).isEqualTo("42P01");
      assertThat(inside.state("select * from tenant")).isEqualTo("42P01");
    }
  }

  @Test
  void its_role_owns_nothing_and_can_make_nothing() throws SQLException {
    try (Session inside = neighbours.inside(acme)) {
      assertThat(
              inside.ask(
                  "select count(*) from pg_shdepend where refclassid = 'pg_authid'::regclass"
                      + " and refobjid = current_user::regrole and deptype = 'o'"))
          .isEqualTo("0");
      for (String sql :
          new String[] {
            "create table mine (x int)",
            "create table public.mine (x int)",
            "create temporary table mine (x int)",
            "create view mine as select 1",
            "create function mine() returns int language sql as 'select 1'",
            "create schema mine",
            "truncate issue",
            "alter table issue disable row level security",
            "drop policy tenant_isolation on issue",
          }) {
        assertThat(inside.state(sql)).as(sql).isEqualTo(REFUSED);
      }
    }
  }

  @Test
  void migrating_it_again_changes_nothing() throws SQLException {
    Home home = acme.home();
    String history =
        "select string_agg(installed_rank || script || installed_on, ',' order by installed_rank)"
            + " from "
            + home.schema()
            + ".flyway_schema_history";
    try (Session owner = neighbours.owner(home)) {
      String before = owner.ask(history);
      neighbours.plane.migrator.migrate(home);
      assertThat(before).contains("V1__member.sql");
      assertThat(owner.ask(history)).isEqualTo(before);
    }
    assertThat(neighbours.plane.homes.byId(home.id()).orElseThrow().state())
        .isEqualTo(Home.State.READY);
  }

  @Test
  void the_end_of_one_tenant_leaves_the_other() throws SQLException {
    Neighbours those = Neighbours.of(isolation);
    those.plane.migrator.clear(those.acme.home(), those.acme.id());
    try (Session other = those.inside(those.globex)) {
      for (String table : tables()) {
        assertThat(other.ask("select count(*) from " + table)).as(table).isEqualTo("1");
      }
    }
  }
}
