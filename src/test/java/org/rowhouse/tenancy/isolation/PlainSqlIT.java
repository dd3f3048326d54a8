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
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;

/** Nothing can be stacked onto a statement of a tenant, so nothing waits for the next tenant. */
class PlainSqlIT {

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
    Inhabitant acme = neighbours.acme;
    return new TenantConnection(
        pools,
        new Tenant(
            acme.id(), "acme", "Acme", Tenant.Status.ACTIVE, acme.home().isolation(), acme.home()),
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
}
