package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.server.OwnerConnections;

/** What the administrator's script takes from tenants' roles, and leaves the owner. */
class PreparedDatabaseIT {

  private static TestPlane plane;

  @BeforeAll
  static void prepare() throws IOException, SQLException {
    plane = TestPlane.migrated();
    String script = Files.readString(Path.of("server-config/postgresql/prepare.sh"));
    String closing =
        script.substring(script.indexOf("do $$"), script.indexOf("end $$;") + "end $$;".length());
    plane
        .superuser()
        .useHandle(
            h -> {
              try (Statement statement = h.getConnection().createStatement()) {
                statement.execute(closing);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pg_advisory_lock(4711)",
        "pg_try_advisory_xact_lock(1, 2)",
        "pg_terminate_backend(1)",
        "pg_cancel_backend(1)",
        "pg_notify('x', 'y')",
        "lo_from_bytea(0, 'x')",
      })
  void tenants_cannot_hold_up_or_end_others(String call) {
    Jdbi runtime = Jdbi.create(OwnerConnections.as(plane.connections.runtime(plane.sharedHome())));
    assertThatThrownBy(() -> runtime.useHandle(h -> h.execute("select " + call)))
        .hasMessageContaining("permission denied for function");
  }

  @Test
  void nodes_migrate_all_the_same() {
    assertThatCode(() -> plane.anotherNode().fleet.migrate()).doesNotThrowAnyException();
  }
}
