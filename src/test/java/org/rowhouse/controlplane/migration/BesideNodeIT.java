package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.dev.ChangedWar;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;

/** A node that homes follow beside is ready before they have. */
class BesideNodeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Goes on until the test has seen the node ready. */
  private static final String LONG =
      """
      alter table project add column note text;
      do $$
      begin
        for i in 1..1500 loop
          exit when exists (select from control.seen);
          perform pg_sleep(0.1);
        end loop;
      end $$;
      """;

  @TempDir Path directory;

  @Test
  void a_node_is_ready_while_its_run_is_on() throws Exception {
    TestPlane plane = TestPlane.migrated();
    plane.owner().useHandle(h -> h.execute("create table control.seen ()"));
    Path war =
        ChangedWar.of(
            Project.built("rowhouse.war"),
            directory.resolve("new.war"),
            Map.of(
                "WEB-INF/classes/db/tenant/V1000__note.sql",
                LONG.getBytes(StandardCharsets.UTF_8)));
    Map<String, String> environment = new HashMap<>(plane.environment());
    environment.put("ROWHOUSE_MIGRATION", "beside");
    try (Node node =
        RunningProduct.shared()
            .begin(Ports.free(), launch -> launch.war(war).heap("256m").settings(environment))) {
      node.awaitReady(PATIENCE);
      assertThat(last(plane)).matches(run -> !run.state().isFinal());
      plane.owner().useHandle(h -> h.execute("insert into control.seen default values"));
      Instant end = Instant.now().plusSeconds(60);
      while (!last(plane).state().isFinal()) {
        assertThat(Instant.now()).isBefore(end);
      }
      assertThat(last(plane)).matches(run -> run.state() == FleetRun.State.SUCCEEDED);
      assertThat(plane.homes.page(null, 10)).allMatch(home -> "1000".equals(home.version()));
    }
  }

  private static FleetRun last(TestPlane plane) {
    return plane.runs.page(null, 1).get(0);
  }
}
