package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rowhouse.controlplane.Orphans;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;

class HomeLockIT {

  private static TestPlane plane;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void who_comes_too_late_makes_nothing_of_a_home_that_was_given_up(Isolation isolation) {
    Orphans orphans = Orphans.since(plane);
    Home home = plane.newHome(isolation);
    drop(home);

    assertThatThrownBy(() -> plane.migrator.migrate(home))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining("given up");
    forget(home);
    assertThatThrownBy(() -> plane.migrator.migrate(home)).isInstanceOf(MigrationFailed.class);
    assertThat(orphans.all()).isEmpty();
  }

  @Test
  void nodes_that_make_one_home_at_once_all_find_it_made() throws Exception {
    List<TestPlane> nodes = List.of(plane, plane.anotherNode(), plane.anotherNode());
    for (int i = 0; i < 10; i++) {
      Home home = plane.newHome(Isolation.SCHEMA);
      CyclicBarrier together = new CyclicBarrier(nodes.size());
      List<CompletableFuture<Void>> making =
          nodes.stream().map(node -> make(node, home, together)).toList();
      for (CompletableFuture<Void> each : making) {
        each.get(30, TimeUnit.SECONDS);
      }
      assertThat(plane.homes.byId(home.id()).orElseThrow().state()).isEqualTo(Home.State.READY);
      drop(home);
      forget(home);
    }
  }

  private static CompletableFuture<Void> make(TestPlane node, Home home, CyclicBarrier together) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            together.await(30, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          node.migrator.migrate(home);
        });
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void who_stalls_while_he_makes_a_home_cannot_go_on_after_it_was_dropped(Isolation isolation) {
    Orphans orphans = Orphans.since(plane);
    Home home = plane.newHome(isolation);
    try (Handle stalled = Jdbi.open(plane.connections.common(home.server()))) {
      HomeLock.take(stalled, home.id());
      drop(home);
      forget(home);
      assertThatThrownBy(() -> stalled.execute("create schema " + home.schema()))
          .isInstanceOf(JdbiException.class);
    } catch (JdbiException e) {
      // closing what was ended
      assertThat(e).isNotNull();
    }
    assertThat(orphans.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void who_stalls_between_asking_and_making_makes_nothing_after_it_was_dropped(Isolation isolation)
      throws Exception {
    Orphans orphans = Orphans.since(plane);
    Home home = plane.newHome(isolation);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch dropped = new CountDownLatch(1);
    Homes stalling =
        new Homes(plane.control) {
          @Override
          public boolean isWanted(UUID id) {
            boolean wanted = super.isWanted(id);
            asked.countDown();
            try {
              dropped.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return wanted;
          }
        };
    HomeMigrator late =
        new HomeMigrator(
            plane.connections,
            plane.role,
            new OwnDatabase(plane.connections, plane.homePasswords),
            plane.checks,
            stalling,
            plane.census);
    CompletableFuture<Void> making = CompletableFuture.runAsync(() -> late.migrate(home));
    assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
    drop(home);
    forget(home);
    dropped.countDown();
    assertThat(making).failsWithin(30, TimeUnit.SECONDS);
    assertThat(orphans.all()).isEmpty();
  }

  private static void drop(Home home) {
    plane.control.useTransaction(h -> plane.homes.giveUp(h, home.id()));
    plane.migrator.clear(home, new TenantId(Ids.next()));
  }

  private static void forget(Home home) {
    plane.control.useTransaction(h -> plane.homes.delete(h, home.id()));
  }
}
