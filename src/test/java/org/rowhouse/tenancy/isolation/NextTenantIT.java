package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Limits;
import org.rowhouse.tenancy.Tenant;

/** Whatever a tenant's statement does, nothing of it waits for the next tenant. */
class NextTenantIT {

  private static final String EVIL = "select 1; deallocate all";

  private static Neighbours neighbours;
  private static HomePools pools;

  @BeforeAll
  static void start() throws SQLException {
    neighbours = Neighbours.of(Isolation.SHARED);
    pools = new HomePools(neighbours.plane.settings, neighbours.plane.connections);
  }

  @AfterAll
  static void stop() {
    pools.close();
  }

  private static TenantConnection acme(boolean reading) {
    return acme(pools, reading);
  }

  private static TenantConnection acme(HomePools pools, boolean reading) {
    Inhabitant acme = neighbours.acme;
    return new TenantConnection(
        pools,
        new Tenant(
            acme.id(),
            "acme",
            "Acme",
            Tenant.Status.ACTIVE,
            acme.home().isolation(),
            acme.home(),
            Limits.STANDARD,
            1),
        reading);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void a_stacked_statement_is_refused_and_a_plain_one_runs(boolean reading) throws SQLException {
    TenantConnection connection = acme(reading);
    try {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> connection.handle().prepareStatement(EVIL))
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("bind values");
        try (PreparedStatement plain =
                connection.handle().prepareStatement("select count(*) from issue");
            ResultSet row = plain.executeQuery()) {
          row.next();
          assertThat(row.getInt(1)).isEqualTo(1);
        }
      }
    } finally {
      connection.end();
    }
  }

  @Test
  void a_statement_without_parameters_is_looked_at_too() throws SQLException {
    TenantConnection connection = acme(false);
    try (Statement statement = connection.handle().createStatement()) {
      assertThatThrownBy(() -> statement.execute(EVIL)).hasMessageContaining("bind values");
      assertThatThrownBy(() -> statement.executeQuery(EVIL)).hasMessageContaining("bind values");
      assertThatThrownBy(() -> statement.executeUpdate(EVIL)).hasMessageContaining("bind values");
      assertThatThrownBy(() -> statement.addBatch(EVIL)).hasMessageContaining("bind values");
      assertThat(statement.execute("select 1")).isTrue();
    } finally {
      connection.end();
    }
  }

  @Test
  void a_call_is_refused() {
    TenantConnection connection = acme(false);
    try {
      assertThatThrownBy(() -> connection.handle().prepareCall("{call f()}"))
          .hasMessageContaining("bind values");
    } finally {
      connection.end();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, synchronous_commit, off",
    "true, statement_timeout, 1",
    "true, default_transaction_read_only, on",
    "true, search_path, public",
    "false, synchronous_commit, off",
    "false, default_transaction_read_only, on",
    "false, search_path, public"
  })
  void a_setting_for_the_whole_session_is_forgotten(boolean reading, String name, String value)
      throws SQLException {
    String before = atRest(name);
    TenantConnection connection = acme(reading);
    int backend;
    try {
      ask(connection, "select set_config('%s', '%s', false)".formatted(name, value));
      backend = Integer.parseInt(ask(connection, "select pg_backend_pid()"));
      connection.commit();
    } finally {
      connection.end();
    }
    assertThat(atRest(name)).isEqualTo(before).isNotEqualTo(value);
    TenantConnection next = acme(true);
    try {
      assertThat(ask(next, "select pg_backend_pid()")).isEqualTo(Integer.toString(backend));
    } finally {
      next.end();
    }
  }

  @Test
  void what_the_connection_was_opened_with_stays() throws SQLException {
    String settings =
        "select string_agg(name || ' = ' || setting, ', ' order by name) from pg_settings"
            + " where context = 'user' and name not like 'transaction%' and name <> 'search_path'";
    HomePools fresh = new HomePools(neighbours.plane.settings, neighbours.plane.connections);
    TenantConnection connection = acme(fresh, true);
    String before = ask(connection, settings);
    connection.end();
    TenantConnection writing = acme(fresh, false);
    ask(writing, "select 1");
    writing.commit();
    writing.end();
    TenantConnection after = acme(fresh, true);
    try {
      assertThat(ask(after, settings)).isEqualTo(before).contains("application_name = rowhouse");
    } finally {
      after.end();
      fresh.close();
    }
  }

  /** As the pool has it. */
  private static String atRest(String setting) throws SQLException {
    TenantConnection connection = acme(true);
    try {
      Statement statement = connection.borrowed().connection().createStatement();
      try (statement;
          ResultSet row = statement.executeQuery("show " + setting)) {
        row.next();
        return row.getString(1);
      }
    } finally {
      connection.end();
    }
  }

  @Test
  void who_reads_cannot_write() {
    TenantConnection connection = acme(true);
    try {
      assertThatThrownBy(() -> ask(connection, "update project set name = '' returning name"))
          .hasMessageContaining("read-only");
    } finally {
      connection.end();
    }
  }

  @Test
  void what_fails_does_not_end_the_reading() throws SQLException {
    TenantConnection connection = acme(true);
    try {
      assertThatThrownBy(() -> ask(connection, "select (1 / 0)::text"))
          .hasMessageContaining("division by zero");
      assertThat(ask(connection, "select count(*)::text from issue")).isEqualTo("1");
    } finally {
      connection.end();
    }
  }

  @Test
  void a_parameter_whose_type_the_driver_must_ask_for_is_read_in_the_tenants_home_too()
      throws SQLException {
    TenantConnection connection = acme(true);
    try (PreparedStatement statement =
        connection
            .handle()
            .prepareStatement("with t (n) as (select count(*) from issue) select n + ? from t")) {
      statement.setString(1, "1");
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(2);
      }
    } finally {
      connection.end();
    }
  }

  private static String ask(TenantConnection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.handle().prepareStatement(sql);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getString(1);
    }
  }
}
