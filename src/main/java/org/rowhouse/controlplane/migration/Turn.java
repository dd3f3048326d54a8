package org.rowhouse.controlplane.migration;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.rowhouse.controlplane.fleet.run.LastRuns;
import org.rowhouse.controlplane.server.OwnerConnections;

/** The turn of a node that starts: it waits for PostgreSQL, then for whoever has the fleet. */
final class Turn {

  private static final Duration FOR_OTHER_NODES = Duration.ofMinutes(15);

  private final OwnerConnections connections;
  private final LastRuns runs;
  private Duration forPostgreSql = Duration.ofSeconds(60);

  Turn(OwnerConnections connections, LastRuns runs) {
    this.connections = connections;
    this.runs = runs;
  }

  void waiting(Duration forPostgreSql) {
    this.forPostgreSql = forPostgreSql;
  }

  /**
   * @throws org.rowhouse.controlplane.StartRefused when PostgreSQL cannot be used, or whoever has
   *     the fleet keeps it and its run does not move
   */
  <T> T take(Supplier<T> work) {
    AtomicReference<T> result = new AtomicReference<>();
    take(() -> false, () -> result.set(work.get()));
    return result.get();
  }

  /**
   * As the other, unless it is needless while another has the fleet.
   *
   * @return whether the work was done
   */
  boolean take(BooleanSupplier needless, Runnable work) {
    Patience.await(connections.main(), forPostgreSql);
    PoolerProbe.refusePoolers(connections.main());
    return FleetLock.hold(
        connections.main(),
        new Waiting() {
          @Override
          public Duration patience() {
            return FOR_OTHER_NODES;
          }

          @Override
          public Object movement() {
            return runs.movement();
          }

          @Override
          public boolean isNeedless() {
            return needless.getAsBoolean();
          }
        },
        work);
  }
}
