package org.rowhouse.controlplane.fleet.visit;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.rowhouse.controlplane.Absence;
import org.rowhouse.controlplane.fleet.visit.Outcome.Result;
import org.rowhouse.controlplane.fleet.visit.Visit.Ending;
import org.rowhouse.tenancy.Home;

/** Brings one home forward, all or nothing. */
public final class Visitor {

  private final Tempo tempo;
  private final Ending ending;
  private final BiFunction<Connection, Home, Optional<String>> look;

  public Visitor(Tempo tempo, Ending ending) {
    this(tempo, ending, null);
  }

  private Visitor(Tempo tempo, Ending ending, BiFunction<Connection, Home, Optional<String>> look) {
    this.tempo = tempo;
    this.ending = ending;
    this.look = look;
  }

  /**
   * Rehearses, and has a look at the home before it is taken back.
   *
   * @param look what is wrong with it then
   */
  public static Visitor looking(Tempo tempo, BiFunction<Connection, Home, Optional<String>> look) {
    return new Visitor(tempo, Ending.ROLLBACK, look);
  }

  /** One try; what it is not sure of it finds out. */
  public Outcome visit(Lane lane, Visit visit) {
    return visit(lane, visit, UnaryOperator.identity());
  }

  /**
   * As the other.
   *
   * @param residents is asked before each transaction who lives in the home
   */
  public Outcome visit(Lane lane, Visit visit, UnaryOperator<Visit> residents) {
    try {
      Visit now = residents.apply(visit.stage());
      while (now.position() < now.to()) {
        Visit real = now;
        try {
          pass(lane, now);
          // what was taken back has no next stage
          if (now.to() >= visit.to() || ending == Ending.ROLLBACK) {
            return Outcome.done(visit, now.to(), now.beside() && ending == Ending.COMMIT);
          }
          real = residents.apply(visit.from(now.to()).stage());
        } catch (SQLException e) {
          real = States.isElsewhere(e) ? residents.apply(real(lane, visit)) : now;
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
    Optional<Failure> tooLong = Message.tooLong(visit);
    if (tooLong.isPresent()) {
      throw new LongScript.FailedScript(tooLong.get());
    }
    if (look != null) {
      lane.send(Message.unended(visit, tempo.lockTimeout(), lane.contextsFor(visit)));
      Optional<String> wrong = look(lane, visit);
      if (wrong.isPresent()) {
        throw new LongScript.FailedScript(new Failure(null, null, wrong.get()));
      }
    } else if (visit.isTransactional()) {
      lane.send(Message.of(visit, tempo.lockTimeout(), lane.contextsFor(visit), ending));
    } else if (ending == Ending.COMMIT) {
      LongScript.run(lane, visit, tempo);
    }
  }

  /** Somebody may keep a table locked that no script asks for. */
  private Optional<String> look(Lane lane, Visit visit) throws SQLException {
    try {
      return look.apply(lane.connection(), visit.home());
    } catch (RuntimeException e) {
      throw States.first(e).orElseThrow(() -> e);
    } finally {
      lane.send("rollback");
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
    return Absence.isToldBy(e) ? Result.AWAY : Result.FAILED;
  }
}
