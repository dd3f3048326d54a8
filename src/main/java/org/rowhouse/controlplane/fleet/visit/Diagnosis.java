package org.rowhouse.controlplane.fleet.visit;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.rowhouse.controlplane.Absence;
import org.rowhouse.controlplane.fleet.plan.Script;
import org.rowhouse.tenancy.TenantId;

/**
 * Which statement it was: a message that failed tells only that it did. Does the same again one
 * statement at a time, and takes it back.
 */
final class Diagnosis {

  private Diagnosis() {}

  static Failure of(Lane lane, Visit visit, Duration lockTimeout, SQLException failed) {
    Failure unknown = Failure.of(failed);
    try {
      lane.send(Message.opening(visit, lockTimeout));
      for (Script script : visit.scripts()) {
        if (script.kind().isTransactional()) {
          Failure found = in(lane, visit, script);
          if (found != null) {
            return found;
          }
        }
      }
    } catch (SQLException e) {
      return unknown;
    } finally {
      try {
        lane.send("rollback");
      } catch (SQLException e) {
        lane.close();
      }
    }
    return unknown;
  }

  private static Failure in(Lane lane, Visit visit, Script script) throws SQLException {
    if (script.kind() == Script.Kind.PLAIN) {
      return in(lane, script, script.statements(visit.runtime()));
    }
    Failure found = null;
    for (TenantId tenant : visit.tenants()) {
      if (found == null) {
        lane.send(Message.enter(lane.contexts().apply(tenant)));
        found = in(lane, script, script.statements(visit.runtime()));
      }
    }
    return found;
  }

  private static Failure in(Lane lane, Script script, List<String> statements) throws SQLException {
    for (String statement : statements) {
      try {
        lane.send(statement);
      } catch (SQLException e) {
        if (States.isLocked(e) || Absence.isToldBy(e)) {
          throw e;
        }
        return Failure.of(e).at(script.name(), statement);
      }
    }
    return null;
  }
}
