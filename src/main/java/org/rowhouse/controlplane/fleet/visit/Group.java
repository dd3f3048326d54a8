package org.rowhouse.controlplane.fleet.visit;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.rowhouse.controlplane.Absence;
import org.rowhouse.controlplane.fleet.visit.Outcome.Result;
import org.rowhouse.tenancy.Home;

/**
 * Homes of one database in one transaction, which is prepared and ended later: it outlives this
 * connection, this node and PostgreSQL itself, and keeps its locks. A group costs one of
 * PostgreSQL's prepared transactions, however many homes it has.
 *
 * @param gid the transaction's name
 */
public record Group(String gid, List<Visit> visits) {

  private static final String SAVEPOINT = "savepoint home;\n";

  /** A home of the database that the group is in. */
  public Home home() {
    return visits.get(0).home();
  }

  /**
   * All homes have their scripts afterwards, and nobody sees it; or none has.
   *
   * @param end until when locks are asked for again, and statements run
   * @throws NotPrepared when a home does not follow
   */
  public void prepare(Lane lane, Tempo tempo, Instant end) throws NotPrepared {
    try {
      lane.send("begin");
      for (Visit visit : visits) {
        follow(lane, visit, tempo, end);
      }
      lane.send("prepare transaction " + Message.quoted(gid));
    } catch (SQLException e) {
      Result result = Absence.isToldBy(e) ? Result.AWAY : Result.FAILED;
      throw new NotPrepared(Outcome.not(visits.get(0), result, Failure.of(e)));
    } finally {
      lane.close();
    }
  }

  private static void follow(Lane lane, Visit visit, Tempo tempo, Instant end)
      throws SQLException, NotPrepared {
    String message =
        SAVEPOINT + Message.inside(visit, tempo.lockTimeout(), lane.contextsFor(visit));
    for (int tries = 1; ; tries++) {
      try {
        lane.sendInside(until(end) + message);
        return;
      } catch (SQLException e) {
        if (!States.isLocked(e)) {
          throw new NotPrepared(
              Outcome.not(
                  visit,
                  Absence.isToldBy(e) ? Result.AWAY : Result.FAILED,
                  States.isElsewhere(e)
                      ? new Failure(null, null, "its history is not what its rehearsal found")
                      : Failure.of(e)));
        }
        Duration pause = tempo.pause(tries, RandomGenerator.getDefault());
        if (Instant.now().plus(pause).isAfter(end)) {
          throw new NotPrepared(Outcome.not(visit, Result.LOCKED, Failure.of(e)));
        }
        lane.sendInside("rollback to savepoint home; release savepoint home");
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  /** No single statement goes on when everything is to be taken back. */
  private static String until(Instant end) {
    long left = Math.max(Duration.between(Instant.now(), end).toMillis(), 1);
    return "set local statement_timeout = " + left + ";\n";
  }

  public void commit(Lane lane) throws SQLException {
    end(lane, "commit", gid);
  }

  public void rollBack(Lane lane) throws SQLException {
    end(lane, "rollback", gid);
  }

  /**
   * Ends a prepared transaction of the database that {@code lane} is in.
   *
   * @param how {@code commit} or {@code rollback}; one that is not there has been ended before
   */
  public static void end(Lane lane, String how, String gid) throws SQLException {
    try {
      lane.send(how + " prepared " + Message.quoted(gid));
    } catch (SQLException e) {
      if (!States.isGone(e)) {
        throw e;
      }
    }
  }

  /** A home did not follow; the whole group is as it was. */
  public static final class NotPrepared extends Exception {

    private final transient Outcome outcome;

    NotPrepared(Outcome outcome) {
      super(String.valueOf(outcome.failure()));
      this.outcome = outcome;
    }

    /** Of the home. */
    public Outcome outcome() {
      return outcome;
    }
  }
}
