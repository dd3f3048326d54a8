package org.rowhouse.controlplane.fleet.plan;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What Flyway says of itself. */
public final class FlywayLog {

  /** Kept, or it is collected and its level with it. */
  private static final Logger FLYWAY = Logger.getLogger("org.flywaydb");

  private FlywayLog() {}

  /** A line for each home and step would bury what matters: warnings only from now on. */
  public static void quiet() {
    FLYWAY.setLevel(Level.WARNING);
  }
}
