package org.rowhouse.controlplane.fleet.run;

import java.time.Instant;
import java.util.UUID;

/**
 * A run that brings the fleet to a version.
 *
 * @param target the version
 * @param fingerprint of the scripts that lead there
 * @param stage the scripts that are on their way, of which each home gets all or none
 * @param error why it is FAILED or INCOMPLETE, or how far a dry run came; one line
 * @param decision of a run that is atomic over the FLEET, once it is made
 * @param epoch of the node that leads it
 */
public record FleetRun(
    UUID id,
    State state,
    Atomic atomic,
    boolean dryRun,
    String target,
    String fingerprint,
    String stage,
    int wave,
    int waves,
    String error,
    String decision,
    long epoch,
    boolean pauseWanted,
    String requestedBy,
    Instant createdAt,
    Instant startedAt,
    Instant finishedAt) {

  /** Whether nodes of the version may serve: all homes are there but for some that were named. */
  public boolean isAtItsTarget() {
    return state == State.SUCCEEDED || state == State.INCOMPLETE;
  }

  /** Where a run is. */
  public enum State {
    PENDING,
    /** Homes get the scripts and are taken back: nothing is changed. */
    REHEARSING,
    APPLYING,
    /** Somebody wanted a pause; a deployment that waits for the run goes on, or who resumes it. */
    PAUSED,
    SUCCEEDED,
    /** Nothing was changed by the stage that failed. */
    FAILED,
    /** The fleet is at the target, but for some homes. */
    INCOMPLETE,
    CANCELLED;

    /** Whether nothing happens any more. */
    public boolean isFinal() {
      return this == SUCCEEDED || this == FAILED || this == INCOMPLETE || this == CANCELLED;
    }
  }

  /** What has either all of the scripts of a stage or none. */
  public enum Atomic {
    HOME,
    FLEET
  }
}
