package org.rowhouse.controlplane.fleet.visit;

import java.time.Duration;

/**
 * How a visit ended.
 *
 * @param position how many scripts of the plan the home has afterwards, where that is known
 * @param registered whether the catalog knows, by the same transaction
 * @param failure why not, unless it is DONE
 * @param tries how often the home was asked
 */
public record Outcome(
    Visit visit,
    Result result,
    int position,
    boolean registered,
    Failure failure,
    int tries,
    Duration took) {

  /** What became of it. */
  public enum Result {
    DONE,
    /** A script does not fit this home, or the home is not what the scripts have made. */
    FAILED,
    /** Somebody held a lock for longer than our patience. */
    LOCKED,
    /** Its server did not answer. */
    AWAY
  }

  static Outcome done(Visit visit, int position, boolean registered) {
    return new Outcome(visit, Result.DONE, position, registered, null, 1, Duration.ZERO);
  }

  static Outcome not(Visit visit, Result result, Failure failure) {
    return new Outcome(visit, result, visit.from(), false, failure, 1, Duration.ZERO);
  }

  Outcome after(int tries, Duration took) {
    return new Outcome(visit, result, position, registered, failure, tries, took);
  }

  public boolean isDone() {
    return result == Result.DONE;
  }
}
