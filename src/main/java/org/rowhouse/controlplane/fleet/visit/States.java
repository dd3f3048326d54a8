package org.rowhouse.controlplane.fleet.visit;

import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What PostgreSQL's error codes mean for a fleet. */
final class States {

  /** Lock not available, deadlock, serialization failure: another moment, another answer. */
  private static final Set<String> LOCKED = Set.of("55P03", "40P01", "40001");

  private static final String NOT_NULL = "23502";
  private static final String UNIQUE = "23505";
  private static final String TABLE_EXISTS = "42P07";
  private static final String CATALOG = "pg_catalog";

  private States() {}

  static boolean isLocked(SQLException e) {
    return LOCKED.contains(String.valueOf(e.getSQLState()));
  }

  /** The first of {@code failure} and its causes that has a code of PostgreSQL. */
  static Optional<SQLException> first(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && e.getSQLState() != null) {
        return Optional.of(e);
      }
    }
    return Optional.empty();
  }

  /**
   * The first statement found another history than the plan expects, or met one that was being
   * made: two who make a table at once are told apart by PostgreSQL's own tables only.
   */
  static boolean isElsewhere(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    ServerErrorMessage told = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    boolean history = told != null && Message.HISTORY.equals(told.getTable());
    boolean atOnce = told != null && CATALOG.equals(told.getSchema());
    return history && (state.equals(NOT_NULL) || state.equals(UNIQUE))
        || atOnce && state.equals(UNIQUE)
        || state.equals(TABLE_EXISTS);
  }

  /** There is no such object: somebody else has ended it. */
  static boolean isGone(SQLException e) {
    return "42704".equals(e.getSQLState());
  }
}
