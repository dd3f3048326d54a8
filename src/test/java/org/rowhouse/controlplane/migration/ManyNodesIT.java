package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.dev.ChangedWar;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.tenancy.Isolation;

/**
 * Many nodes of a new version start at the same moment over many homes of the last.
 *
 * <p>{@code -Dnodes=5 -Dhomes=200} for more of them.
 */
class ManyNodesIT {

  private static final int NODES = Integer.getInteger("nodes", 3);
  private static final int HOMES = Integer.getInteger("homes", 50);
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Fails when it is applied twice, and leaves a line outside the home each time it is tried. */
  private static final String ONCE =
      """
      insert into control.applied (home) values (current_schema());
      alter table project add column note text;
      """;

  @TempDir Path directory;

  @Test
  void nodes_that_start_at_once_migrate_each_home_once() throws Exception {
    TestPlane plane = TestPlane.migrated();
    signUp(plane);
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "create table control.applied (home text, backend int default"
                        + " pg_backend_pid())"));
    Path war =
        ChangedWar.of(
            Project.built("rowhouse.war"),
            directory.resolve("new.war"),
            Map.of(
                "WEB-INF/classes/db/tenant/V1000__note.sql",
                ONCE.getBytes(StandardCharsets.UTF_8)));
    long begun = System.nanoTime();
    List<Node> nodes = new ArrayList<>();
    int most = 0;
    try {
      for (int i = 0; i < NODES; i++) {
        nodes.add(
            RunningProduct.shared()
                .begin(
                    Ports.free(),
                    launch -> launch.war(war).heap("256m").settings(plane.environment())));
      }
      var ready =
          CompletableFuture.allOf(
              nodes.stream()
                  .map(node -> CompletableFuture.runAsync(() -> awaitReady(node)))
                  .toArray(CompletableFuture[]::new));
      while (!ready.isDone()) {
        most = Math.max(most, connections(plane));
        Thread.sleep(100);
      }
      ready.join();
      System.out.printf(
          "%d nodes over %d homes: all ready after %d s, at most %d connections%n",
          NODES, HOMES, Duration.ofNanos(System.nanoTime() - begun).toSeconds(), most);

      assertThat(plane.homes.behind(new HomeVersion("1000", null))).isEmpty();
      assertThat(lines(plane, "select home || ' ' || count(*) from control.applied group by home"))
          .hasSize(HOMES + 1)
          .allSatisfy(line -> assertThat(line).endsWith(" 1"));
      assertThat(histories(plane)).hasSize(HOMES + 1).containsOnly(1);
      assertThat(nodes.stream().filter(ManyNodesIT::hasMigrated)).hasSize(1);
      assertThat(most).isLessThan(100);
    } finally {
      for (Node node : nodes) {
        node.close();
      }
    }
  }

  private static void signUp(TestPlane plane) {
    for (int i = 0; i < HOMES; i++) {
      plane.signUp.begin(
          TestPlane.applicant("home-" + i, Isolation.SCHEMA), TestPlane.OPERATOR, Optional.empty());
    }
    CompletableFuture.allOf(
            Stream.generate(() -> CompletableFuture.runAsync(() -> workAll(plane)))
                .limit(3)
                .toArray(CompletableFuture[]::new))
        .join();
    assertThat(plane.homes.behind(plane.migrator.target())).isEmpty();
  }

  private static void workAll(TestPlane plane) {
    while (plane.runner.workOnNext()) {
      // until there is none
    }
  }

  private static void awaitReady(Node node) {
    try {
      node.awaitReady(PATIENCE);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static int connections(TestPlane plane) {
    return plane
        .superuser()
        .withHandle(
            h ->
                h.createQuery(
                        "select count(*) from pg_stat_activity where datname = current_database()")
                    .mapTo(Integer.class)
                    .one());
  }

  /** How often the script stands in the history of each home. */
  private static List<Integer> histories(TestPlane plane) {
    String all =
        lines(plane, "select schema_name from control.home").stream()
            .map(
                schema ->
                    "select count(*) from %s.flyway_schema_history where version = '1000' and success"
                        .formatted(schema))
            .collect(Collectors.joining(" union all "));
    return plane.owner().withHandle(h -> h.createQuery(all).mapTo(Integer.class).list());
  }

  private static List<String> lines(TestPlane plane, String query) {
    return plane.owner().withHandle(h -> h.createQuery(query).mapTo(String.class).list());
  }

  private static boolean hasMigrated(Node node) {
    try (Stream<String> log = Files.lines(node.log())) {
      return log.anyMatch(line -> line.contains("Migrated " + (HOMES + 1) + " homes, 0 failed"));
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
