package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.controlplane.Orphans;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.crash.Standstill;

/**
 * {@code kill -9} of the real server, and of PostgreSQL, while operations stand at points of their
 * way: as many at once as a node works on, for a start costs more than all of them. One kill with
 * every build; {@code -Dkill.points=all} for all points.
 */
class KilledOperationsIT {

  private static final Duration CONVERGENCE = Duration.ofSeconds(30);
  private static final Duration FOR_EVER = Duration.ofMinutes(10);

  private static RunningProduct running;
  private static Product product;
  private static Orphans orphans;

  @BeforeAll
  static void start() throws Exception {
    running =
        RunningProduct.start(
            Map.of("ROWHOUSE_SPARE_SCHEMAS", "0", "ROWHOUSE_SPARE_DATABASES", "0"));
    product = new Product(running, running.node(), running.faultPort());
    orphans = Orphans.since(running.services().superuser());
  }

  @AfterAll
  static void stop() {
    if (running != null) {
      running.close();
    }
  }

  static Stream<List<Standstill>> points() {
    List<Standstill> half =
        List.of(
            Standstill.ofSignUp("SCHEMA", "migration.HomeScripts bringUp ENTRY"),
            Standstill.ofSignUp("DATABASE", "migration.LoginRole make EXIT"),
            Standstill.ofSignUp("SHARED", "provisioning.FirstRows lay EXIT"),
            Standstill.ofDeletion("DATABASE", "erasure.DeletionWork clear EXIT"));
    List<Standstill> begun =
        List.of(
            Standstill.ofSignUp("SCHEMA", "provisioning.SignUpWork bringUpHome ENTRY"),
            Standstill.ofSignUp("DATABASE", "migration.HomeMigrator migrate EXIT"),
            Standstill.ofSignUp("SHARED", "provisioning.SignUpWork activate ENTRY"),
            Standstill.ofDeletion("DATABASE", "erasure.DeletionWork clear ENTRY"));
    // the last holds what every sign-up and every end needs
    List<Standstill> committed =
        List.of(
            Standstill.ofSignUp("DATABASE", "migration.OwnDatabase create EXIT"),
            Standstill.ofDeletion("SCHEMA", "erasure.DeletionWork certify ENTRY"),
            Standstill.ofSignUp("SCHEMA", "operation.Claims succeed EXIT"),
            Standstill.beforeSignUp("SCHEMA", "operation.Operations add EXIT"));
    return "all".equals(System.getProperty("kill.points"))
        ? Stream.of(half, begun, committed)
        : Stream.of(half);
  }

  @ParameterizedTest
  @MethodSource("points")
  void a_killed_server_leaves_tenants_or_nothing(List<Standstill> points) throws Exception {
    for (Standstill point : points) {
      point.prepare(product);
    }
    for (Standstill point : points) {
      point.reach(product, FOR_EVER);
    }
    product.node().kill();
    assertThat(orphans.all()).as("what was under way").isNotEmpty();
    int faultPort = Ports.free();
    Node again = running.startNode(RunningProduct.byteman(faultPort));
    product = new Product(running, again, faultPort);
    awaitConvergence(points);
  }

  @Test
  void a_killed_postgresql_leaves_tenants_or_nothing() throws Exception {
    List<Standstill> points =
        List.of(
            Standstill.ofSignUp("SCHEMA", "migration.HomeScripts bringUp ENTRY"),
            Standstill.ofSignUp("DATABASE", "migration.LoginRole make EXIT"),
            Standstill.ofDeletion("DATABASE", "erasure.DeletionWork clear ENTRY"));
    for (Standstill point : points) {
      point.prepare(product);
    }
    EmbeddedDatabase database = running.services().database();
    for (Standstill point : points) {
      point.reach(product, Duration.ofSeconds(5));
    }
    database.kill();
    Thread.sleep(5_000); // what stood goes on, and meets nobody
    database.restart();
    awaitConvergence(points);
  }

  private static void awaitConvergence(List<Standstill> points)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (!orphans.all().isEmpty() && System.nanoTime() - begun < CONVERGENCE.toNanos()) {
      Thread.sleep(200);
    }
    assertThat(orphans.all()).isEmpty();
    System.out.printf(
        "converged within %d ms after %s%n", (System.nanoTime() - begun) / 1_000_000, points);
    List<String> differences = new ArrayList<>();
    for (Standstill point : points) {
      differences.addAll(point.differences(product));
    }
    assertThat(differences).isEmpty();
  }
}
