package org.rowhouse.controlplane.migration;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.controlplane.Leaving;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.Conductor;
import org.rowhouse.controlplane.fleet.InDoubt;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.RunHomes;
import org.rowhouse.controlplane.fleet.run.Runs;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.tenancy.Home;

/**
 * Goes on with runs that operators asked for, or whose leader has died: one node at a time, and
 * only those to the version of this deployment.
 */
@ApplicationScoped
public class RunLeader {

  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final Duration LEFTOVERS = Duration.ofMinutes(1);

  private final Runs runs;
  private final RunHomes results;
  private final Homes homes;
  private final Conductor conductor;
  private final InDoubt inDoubt;
  private final HomeMigrator migrator;
  private final OwnerConnections connections;
  private final Leaving leaving;
  private final Poll poll = new Poll("runs of the fleet", LOOK, this::look);
  private volatile boolean stopped;
  private volatile long looked = System.nanoTime();

  RunLeader() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public RunLeader(
      Runs runs,
      RunHomes results,
      Homes homes,
      Conductor conductor,
      InDoubt inDoubt,
      HomeMigrator migrator,
      OwnerConnections connections,
      Leaving leaving) {
    this.runs = runs;
    this.results = results;
    this.homes = homes;
    this.conductor = conductor;
    this.inDoubt = inDoubt;
    this.migrator = migrator;
    this.connections = connections;
    this.leaving = leaving;
  }

  /** Begins to look, in the background from the first run on. */
  void start() {
    poll.startInBackground();
  }

  /** A run that this node leads goes no further here. */
  @PreDestroy
  void stop() {
    stopped = true;
    poll.stop();
  }

  /** Leads what is to be led, unless another node does or this one leaves. */
  public void look() {
    if (!goesAway() && (waiting().isPresent() || inDoubt.isAny() || isDue())) {
      FleetLock.attempt(connections.main(), this::lead);
    }
  }

  private boolean goesAway() {
    return stopped || leaving.isLeaving();
  }

  /** What a node prepared after others had ended its run is of no run that is unfinished. */
  private boolean isDue() {
    long now = System.nanoTime();
    boolean due = now - looked >= LEFTOVERS.toNanos();
    if (due) {
      looked = now;
    }
    return due;
  }

  /** A run under way without its leader is one too: the lock is free then. */
  private Optional<FleetRun> waiting() {
    return runs.unfinished(migrator.plan()).filter(run -> run.state() != FleetRun.State.PAUSED);
  }

  private void lead() {
    runs.handOverWhen(this::goesAway);
    inDoubt.resolve();
    waiting()
        .filter(run -> run.atomic() == FleetRun.Atomic.HOME || run.startedAt() == null)
        .ifPresent(
            run -> {
              results
                  .waiting(run.id())
                  .forEach(home -> homes.byId(home).ifPresent(row -> mend(run.id(), row)));
              conductor.conduct(run.id(), migrator.plan(), migrator.guard());
            });
  }

  /** A home that does not serve is brought up by itself, and rehearsed by nobody. */
  private void mend(UUID run, HomeRow row) {
    if (row.state() == Home.State.FAILED) {
      try {
        migrator.migrate(row.home());
        results.mended(run, row.id(), null);
      } catch (MigrationFailed e) {
        results.mended(run, row.id(), e.getMessage());
      }
    }
  }
}
