package org.rowhouse.controlplane.migration;

import java.sql.SQLException;

/** A schema could not be brought to the version of this deployment; one line says why. */
public class MigrationFailed extends RuntimeException {

  private static final int LONGEST = 500;

  MigrationFailed(String what) {
    super(what);
  }

  MigrationFailed(Throwable cause) {
    super(line(cause), cause);
  }

  /** First line of the failure and of the database's own words beneath it. */
  private static String line(Throwable failure) {
    String line = firstLine(failure);
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException && t != failure && !line.contains(firstLine(t))) {
        line += ": " + firstLine(t);
        break;
      }
    }
    return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
  }

  private static String firstLine(Throwable t) {
    return String.valueOf(t.getMessage()).strip().lines().findFirst().orElse("?");
  }
}
