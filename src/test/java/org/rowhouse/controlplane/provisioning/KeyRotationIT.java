package org.rowhouse.controlplane.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.migration.MigrationFailed;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** A new key in front, a start, the old key gone. */
class KeyRotationIT {

  private static SecondServer second;

  @BeforeAll
  static void start() throws IOException, SQLException {
    second = new SecondServer();
  }

  @AfterAll
  static void stop() throws IOException {
    second.close();
  }

  @Test
  void after_one_start_with_both_keys_the_old_one_may_go() throws SQLException {
    TestPlane plane = TestPlane.migrated();
    Server server = plane.further.add(second.offer("second", 5));
    Home home = plane.control.inTransaction(h -> plane.homes.create(h, Isolation.DATABASE, server));
    plane.migrator.migrate(home);
    SecretKey old = plane.settings.secretKeys().get(0);
    SecretKey anew = TestPlane.newKey();

    TestPlane both = plane.anotherNode(List.of(anew, old));
    both.fleet.migrate();
    TestPlane only = plane.anotherNode(List.of(anew));
    only.fleet.migrate();

    assertThat(only.servers.byId(server.id()).orElseThrow().state()).isEqualTo(Server.State.READY);
    OwnerConnections.as(only.connections.runtime(home)).getConnection().close();
    only.connections.owner(home).getConnection().close();
    assertThatThrownBy(() -> plane.anotherNode().connections.runtime(home))
        .as("nothing lies under the old key any more")
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
  }

  @Test
  void a_key_that_is_missing_stops_neither_the_node_nor_the_others_homes() {
    TestPlane plane = TestPlane.migrated();
    Home home = plane.newHome(Isolation.DATABASE);
    plane.migrator.migrate(home);

    TestPlane stranger = plane.anotherNode(List.of(TestPlane.newKey()));
    stranger.fleet.migrate();

    assertThat(stranger.homes.byId(stranger.sharedHome().id()).orElseThrow().state())
        .isEqualTo(Home.State.READY);
    assertThat(stranger.homes.byId(home.id()).orElseThrow().state()).isEqualTo(Home.State.READY);
    assertThatThrownBy(() -> stranger.migrator.migrate(home)).isInstanceOf(MigrationFailed.class);
    assertThatThrownBy(() -> stranger.connections.runtime(home))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
  }
}
