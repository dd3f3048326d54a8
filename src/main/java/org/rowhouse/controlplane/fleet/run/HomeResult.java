package org.rowhouse.controlplane.fleet.run;

import java.util.UUID;

/**
 * What became of one home in a run.
 *
 * @param wave null for a rehearsal
 * @param statement which failed, shortened
 * @param tookMillis of the last visit
 */
public record HomeResult(
    UUID homeId,
    State state,
    Integer wave,
    String script,
    String statement,
    String error,
    int tries,
    Long tookMillis) {

  /** Where a home is in a run. */
  public enum State {
    WAITING,
    REHEARSED,
    DONE,
    FAILED,
    /** Somebody held a lock for too long: it is brought up when it is free. */
    LOCKED,
    AWAY,
    /** Given up meanwhile. */
    SKIPPED
  }
}
