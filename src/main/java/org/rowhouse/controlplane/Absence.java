package org.rowhouse.controlplane;

import java.sql.SQLException;

/** Telling a PostgreSQL that is away from one that refuses. */
public final class Absence {

  /** A transaction was ended because nothing came for too long: it was us who were away. */
  private static final String SILENT = "25P03";

  private Absence() {}

  /**
   * Whether {@code failure}, or the first of its causes that comes from PostgreSQL, tells only that
   * the server is gone, going, starting or full.
   */
  public static boolean isToldBy(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException e && e.getSQLState() != null) {
        String state = e.getSQLState();
        return state.startsWith("08")
            || state.startsWith("57P")
            || state.startsWith("53")
            || state.equals(SILENT);
      }
    }
    return false;
  }
}
