package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;

/** The third wall: what PostgreSQL lets through, whatever the SQL says. */
class SignedContextIT {

  private static final TenantId ACME = new TenantId(Ids.next());
  private static final TenantId GLOBEX = new TenantId(Ids.next());
  private static final String NO_TENANT = "RH001";
  private static final String NOT_SIGNED = "RH002";

  private static TestPlane plane;
  private static ContextKey key;

  @BeforeAll
  static void two_tenants_have_a_secret_each() throws SQLException {
    plane = TestPlane.migrated();
    try (Connection owner = plane.source.getConnection()) {
      key = ContextKey.read(owner);
      execute(
          owner,
          """
          create schema shop;
          grant usage on schema shop to %s;
          create table shop.secret (
            tenant_id uuid not null, id uuid not null, word text, primary key (tenant_id, id));
          select guard.protect('shop.secret');
          """
              .formatted(plane.settings.database().runtimeUser()));
    }
    for (TenantId tenant : new TenantId[] {ACME, GLOBEX}) {
      try (Connection runtime = runtime(tenant)) {
        execute(
            runtime,
            "insert into shop.secret values ('%s', '%s', 'x')".formatted(tenant, Ids.next()));
      }
    }
  }

  private static Connection runtime() throws SQLException {
    Settings.Database database = plane.settings.database();
    return EmbeddedDatabase.shared()
        .as(database.runtimeUser(), database.runtimePassword(), plane.database)
        .getConnection();
  }

  private static Connection runtime(TenantId tenant) throws SQLException {
    Connection connection = runtime();
    set(connection, signed(connection, tenant));
    return connection;
  }

  private static String signed(Connection connection, TenantId tenant) throws SQLException {
    return key.sign(tenant, connection.unwrap(PGConnection.class).getBackendPID());
  }

  private static void set(Connection connection, String context) throws SQLException {
    execute(connection, "select set_config('rowhouse.tenant', '" + context + "', false)");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String ask(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private static String stateOf(Connection connection, String sql) {
    return catchThrowableOfType(SQLException.class, () -> execute(connection, sql)).getSQLState();
  }

  @Test
  void a_signed_context_shows_the_rows_of_its_tenant_and_no_other() throws SQLException {
    try (Connection acme = runtime(ACME)) {
      assertThat(ask(acme, "select guard.current_tenant()")).isEqualTo(ACME.toString());
      assertThat(ask(acme, "select string_agg(tenant_id::text, ',') from shop.secret"))
          .isEqualTo(ACME.toString());
      assertThat(ask(acme, "select count(*) from shop.secret where tenant_id = '" + GLOBEX + "'"))
          .isEqualTo("0");
    }
  }

  @Test
  void rows_cannot_be_written_into_or_moved_to_another_tenant() throws SQLException {
    try (Connection acme = runtime(ACME)) {
      assertThat(
              stateOf(
                  acme,
                  "insert into shop.secret values ('%s', '%s', 'x')".formatted(GLOBEX, Ids.next())))
          .isEqualTo("42501");
      assertThat(stateOf(acme, "update shop.secret set tenant_id = '" + GLOBEX + "'"))
          .isEqualTo("42501");
      execute(acme, "update shop.secret set word = 'mine'");
      execute(acme, "delete from shop.secret where tenant_id = '" + GLOBEX + "'");
    }
    try (Connection globex = runtime(GLOBEX)) {
      assertThat(ask(globex, "select word from shop.secret")).isEqualTo("x");
    }
  }

  @Test
  void without_a_context_every_statement_fails_and_none_answers_nothing() throws SQLException {
    try (Connection nobody = runtime()) {
      assertThat(stateOf(nobody, "select * from shop.secret")).isEqualTo(NO_TENANT);
      assertThat(stateOf(nobody, "delete from shop.secret")).isEqualTo(NO_TENANT);
      set(nobody, "");
      assertThat(stateOf(nobody, "select * from shop.secret")).isEqualTo(NO_TENANT);
    }
  }

  @Test
  void set_config_forges_nothing() throws SQLException {
    try (Connection acme = runtime(ACME)) {
      String mine = ask(acme, "select current_setting('rowhouse.tenant')");
      String signature = mine.substring(mine.indexOf('.'));
      for (String forged :
          new String[] {
            GLOBEX.toString(),
            GLOBEX + ".",
            GLOBEX + signature,
            GLOBEX + "." + "0".repeat(64),
            mine.substring(0, mine.length() - 1),
            mine.toUpperCase(java.util.Locale.ROOT),
            "*" + signature,
          }) {
        String injection =
            "select * from shop.secret where set_config('rowhouse.tenant', '%s', false) <> ''"
                .formatted(forged);
        set(acme, forged);
        assertThat(stateOf(acme, injection)).as(forged).isEqualTo(NOT_SIGNED);
        set(acme, mine);
        assertThat(ask(acme, "select guard.current_tenant()")).isEqualTo(ACME.toString());
      }
    }
  }

  @Test
  void a_context_is_worthless_on_another_connection() throws SQLException {
    try (Connection globex = runtime(GLOBEX);
        Connection thief = runtime(ACME)) {
      set(thief, signed(globex, GLOBEX));
      assertThat(stateOf(thief, "select * from shop.secret")).isEqualTo(NOT_SIGNED);
    }
  }

  @Test
  void the_runtime_role_cannot_read_the_key_or_change_the_guard() throws SQLException {
    try (Connection acme = runtime(ACME)) {
      for (String sql :
          new String[] {
            "select * from guard.context_key",
            "select guard.protect('shop.secret')",
            "create or replace function guard.current_tenant() returns uuid language sql as 'select null::uuid'",
            "alter table shop.secret disable row level security",
            "drop policy tenant_isolation on shop.secret",
            "create schema mine",
            "create table public.mine (x int)",
            "create temporary table mine (x int)",
            "set role rowhouse",
            "set session authorization rowhouse",
            "truncate shop.secret",
            "select * from control.tenant",
          }) {
        assertThat(stateOf(acme, sql)).as(sql).isIn("42501", "42939");
      }
      execute(acme, "set row_security = off");
      assertThat(stateOf(acme, "select * from shop.secret")).isEqualTo("42501");
    }
  }

  @Test
  void the_owner_too_sees_nothing_without_a_context() throws SQLException {
    try (Connection owner = plane.source.getConnection()) {
      assertThat(stateOf(owner, "select * from shop.secret")).isEqualTo(NO_TENANT);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "id uuid primary key                                                | has no column \"tenant_id uuid not null\": add it",
        "tenant_id text not null, id uuid, primary key (tenant_id, id)       | has no column \"tenant_id uuid not null\": add it",
        "tenant_id uuid, id uuid                                            | has no column \"tenant_id uuid not null\": add it",
        "tenant_id uuid not null, id uuid                                   | has no primary key: write \"primary key (tenant_id, id)\"",
        "tenant_id uuid not null, id uuid primary key                       | does not start with tenant_id: add it in front",
        "tenant_id uuid not null, id uuid, primary key (id, tenant_id)      | does not start with tenant_id: add it in front",
        "tenant_id uuid not null, id uuid, k text unique, primary key (tenant_id, id) | does not start with tenant_id: add it in front",
        "tenant_id uuid not null, id uuid, o uuid, primary key (tenant_id, id), foreign key (o, id) references shop.secret (tenant_id, id) | does not start with tenant_id: add it in front",
      })
  void a_table_that_could_leak_is_refused_with_what_to_write(String columns, String message)
      throws SQLException {
    String table = "shop.t" + UUID.randomUUID().toString().replace("-", "");
    try (Connection owner = plane.source.getConnection()) {
      execute(owner, "create table " + table + " (" + columns + ")");
      assertThatThrownBy(() -> execute(owner, "select guard.protect('" + table + "')"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(table)
          .hasMessageContaining(message);
    }
  }

  @Test
  void a_unique_index_that_spans_tenants_is_refused() throws SQLException {
    try (Connection owner = plane.source.getConnection()) {
      execute(
          owner,
          """
          create table shop.indexed (
            tenant_id uuid not null, id uuid, k text, primary key (tenant_id, id));
          create unique index spans on shop.indexed (k);
          """);
      assertThatThrownBy(() -> execute(owner, "select guard.protect('shop.indexed')"))
          .hasMessageContaining("unique index")
          .hasMessageContaining("does not start with tenant_id");
    }
  }
}
