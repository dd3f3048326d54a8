package org.rowhouse.controlplane.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** A new password for the role of a DATABASE home. */
class PasswordChangeIT {

  private static TestPlane plane;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
  }

  @Test
  void the_old_password_is_void_and_who_is_inside_stays() throws SQLException {
    Home home = made();
    Login before = plane.connections.runtime(home);
    try (Connection inside = OwnerConnections.as(before).getConnection()) {
      Operation begun = plane.passwords.begin(home.id(), "an-operator");
      plane.workOff();

      assertThat(plane.operations.byId(begun.id()).orElseThrow().state())
          .isEqualTo(Operation.State.SUCCEEDED);
      assertThat(inside.isValid(1)).isTrue();
    }
    Login after = plane.anotherNode().connections.runtime(home);
    assertThat(after.password()).isNotEqualTo(before.password());
    OwnerConnections.as(after).getConnection().close();
    assertThatThrownBy(() -> OwnerConnections.as(before).getConnection())
        .hasMessageContaining("password authentication failed");
    assertThat(waits(home)).isFalse();
  }

  @Test
  void a_change_whose_node_died_is_finished_by_another() throws SQLException {
    Home home = made();
    plane.passwords.begin(home.id(), "an-operator");
    plane.control.use(h -> plane.homePasswords.makeNext(h, home.id()));
    String half = plane.control.with(h -> plane.homePasswords.next(h, home.id())).orElseThrow();
    Login login = plane.connections.runtime(home);
    plane
        .owner()
        .useHandle(h -> h.execute("alter role " + login.user() + " password '" + half + "'"));

    TestPlane other = plane.anotherNode();
    other.workOff();

    assertThat(other.connections.runtime(home).password()).isEqualTo(half);
    OwnerConnections.as(other.connections.runtime(home)).getConnection().close();
    assertThat(waits(home)).isFalse();
  }

  @Test
  void a_change_that_is_given_up_leaves_the_password_of_before() throws SQLException {
    Home home = made();
    Operation begun = plane.passwords.begin(home.id(), "an-operator");
    plane.control.use(h -> plane.homePasswords.makeNext(h, home.id()));
    String half = plane.control.with(h -> plane.homePasswords.next(h, home.id())).orElseThrow();
    Login login = plane.connections.runtime(home);
    plane
        .owner()
        .useHandle(h -> h.execute("alter role " + login.user() + " password '" + half + "'"));

    plane
        .owner()
        .useHandle(
            h -> h.execute("update control.operation set undoing = true where id = ?", begun.id()));
    plane.workOff();

    assertThat(plane.operations.byId(begun.id()).orElseThrow().state())
        .isEqualTo(Operation.State.FAILED);
    OwnerConnections.as(login).getConnection().close();
    assertThat(waits(home)).isFalse();
  }

  @Test
  void a_change_that_the_end_of_its_home_overtakes_ends_too() {
    Home home = made();
    Operation begun = plane.passwords.begin(home.id(), "an-operator");
    plane.control.useTransaction(h -> plane.homes.giveUp(h, home.id()));
    plane.migrator.clear(home, new TenantId(UUID.randomUUID()));
    plane.control.useTransaction(h -> plane.homes.delete(h, home.id()));
    plane.workOff();
    assertThat(plane.operations.byId(begun.id()).orElseThrow().state())
        .isEqualTo(Operation.State.FAILED);
  }

  @Test
  void only_a_home_of_isolation_database_has_a_password() {
    Home shared = plane.sharedHome();
    assertThatThrownBy(() -> plane.passwords.begin(shared.id(), "an-operator"))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(409));
    assertThatThrownBy(() -> plane.passwords.begin(UUID.randomUUID(), "an-operator"))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
  }

  private static Home made() {
    Home home = plane.newHome(Isolation.DATABASE);
    plane.migrator.migrate(home);
    return home;
  }

  private static boolean waits(Home home) {
    return plane.control.with(h -> plane.homePasswords.next(h, home.id())).isPresent();
  }
}
