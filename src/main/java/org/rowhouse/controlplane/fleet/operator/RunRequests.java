package org.rowhouse.controlplane.fleet.operator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.Runs;
import org.rowhouse.http.Problem;

/** What operators ask of runs; whichever node leads next does it. */
@ApplicationScoped
public class RunRequests {

  /** A second run to a version that has not ended. */
  private static final String UNIQUE = "23505";

  private final ControlDatabase database;
  private final Runs runs;
  private final Audit audit;

  RunRequests() {
    this(null, null, null);
  }

  @Inject
  public RunRequests(ControlDatabase database, Runs runs, Audit audit) {
    this.database = database;
    this.runs = runs;
    this.audit = audit;
  }

  /**
   * Enters a run to the plan of this deployment.
   *
   * @throws Problem 409 when one is under way
   */
  public FleetRun begin(CurrentPlan current, Atomic atomic, boolean dryRun, Optional<String> by) {
    UUID id =
        database.inTransaction(
            h -> {
              UUID entered =
                  runs.enter(h, current.plan(), atomic, dryRun, by)
                      .orElseThrow(RunRequests::underWay);
              record(h, "MIGRATION_ASKED", entered);
              return entered;
            });
    return byId(id);
  }

  /**
   * Homes that did not follow are tried again.
   *
   * @throws Problem 404 without the run, 409 when there is nothing to try again in it
   */
  public FleetRun retry(CurrentPlan current, UUID id) {
    FleetRun run = byId(id);
    if (!run.fingerprint().equals(current.plan().fingerprint())) {
      throw Problem.conflict("other-version", "The run is of another version than this node.");
    }
    if (run.atomic() == Atomic.FLEET || run.dryRun()) {
      throw Problem.conflict("not-retryable", "Begin a new run: this one left nothing half done.");
    }
    if (runs.unfinished(current.plan()).isPresent()) {
      throw underWay();
    }
    try {
      change(id, "MIGRATION_RETRIED", runs::revive);
    } catch (UnableToExecuteStatementException e) {
      if (e.getCause() instanceof SQLException cause && UNIQUE.equals(cause.getSQLState())) {
        throw underWay(); // somebody was faster
      }
      throw e;
    }
    return byId(id);
  }

  /** Homes that were begun end, and no other is begun. */
  public void pause(UUID id) {
    byId(id);
    change(id, "MIGRATION_PAUSED", runs::pause);
  }

  /** A run that pauses goes on. */
  public FleetRun resume(UUID id) {
    byId(id);
    change(id, "MIGRATION_RESUMED", runs::resume);
    return byId(id);
  }

  private interface Change {
    boolean in(Handle handle, UUID run);
  }

  private void change(UUID id, String action, Change change) {
    database.useTransaction(
        h -> {
          if (!change.in(h, id)) {
            throw Problem.conflict("not-now", "The run is not in a state for that.");
          }
          record(h, action, id);
        });
  }

  private void record(Handle handle, String action, UUID run) {
    audit.record(handle, Deed.of(action).with("run", run));
  }

  private FleetRun byId(UUID id) {
    return runs.byId(id).orElseThrow(Problem::notFound);
  }

  private static Problem underWay() {
    return Problem.conflict("migration-under-way", "A run of this version is under way.");
  }
}
