package org.rowhouse.controlplane.fleet.visit;

import java.sql.SQLException;
import org.rowhouse.controlplane.fleet.visit.Outcome.Result;
import org.rowhouse.controlplane.fleet.visit.Visit.Ending;

/** Brings one home forward, all or nothing. */
public final class Visitor {

  private final Tempo tempo;
  private final Ending ending;

  public Visitor(Tempo tempo, Ending ending) {
    this.tempo = tempo;
    this.ending = ending;
  }

  /** One try; what it is not sure of it finds out. */
  public Outcome visit(Lane lane, Visit visit) {
    try {
      Visit now = visit.stage();
      while (now.position() < now.to()) {
        Visit real = now;
        try {
          pass(lane, now);
          if (now.to() >= visit.to()) {
            return Outcome.done(visit, now.to(), now.beside() && ending == Ending.COMMIT);
          }
          real = visit.from(now.to()).stage();
        } catch (SQLException e) {
          real = States.isElsewhere(e) ? real(lane, visit) : now;
          if (real.from() == now.from()) {
            return failed(lane, now, e);
          }
        }
        now = real;
      }
      return Outcome.done(visit, now.position(), false);
    } catch (LongScript.FailedScript e) {
      return Outcome.not(visit, Result.FAILED, e.failure());
    } catch (History.Drift e) {
      return Outcome.not(visit, Result.FAILED, new Failure(null, null, e.getMessage()));
    } catch (SQLException e) {
      return Outcome.not(visit, result(e), Failure.of(e));
    }
  }

  private void pass(Lane lane, Visit visit) throws SQLException, LongScript.FailedScript {
    if (visit.isTransactional()) {
      lane.send(Message.of(visit, tempo.lockTimeout(), lane.contextsFor(visit), ending));
    } else if (ending == Ending.COMMIT) {
      LongScript.run(lane, visit, tempo);
    }
  }

  private static Visit real(Lane lane, Visit visit) throws SQLException, History.Drift {
    int position = History.read(lane.connection(), visit.home().schema()).position(visit.plan());
    return visit.from(position).stage();
  }

  private Outcome failed(Lane lane, Visit visit, SQLException e) {
    Result result = result(e);
    return Outcome.not(
        visit,
        result,
        result == Result.FAILED
            ? Diagnosis.of(lane, visit, tempo.lockTimeout(), e)
            : Failure.of(e));
  }

  private static Result result(SQLException e) {
    if (States.isLocked(e)) {
      return Result.LOCKED;
    }
    return States.isAway(e) ? Result.AWAY : Result.FAILED;
  }
}
