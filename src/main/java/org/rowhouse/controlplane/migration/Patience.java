package org.rowhouse.controlplane.migration;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.rowhouse.controlplane.Absence;
import org.rowhouse.controlplane.StartRefused;

/** Waiting for a PostgreSQL that starts, and telling one that is away from one that refuses. */
final class Patience {

  private static final System.Logger LOG = System.getLogger(Patience.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(3);
  private static final int SECONDS = 3;

  private Patience() {}

  /**
   * Waits until PostgreSQL answers.
   *
   * @throws StartRefused when it does not within {@code patience}
   */
  static void await(DataSource source, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      try (Connection connection = source.getConnection()) {
        connection.isValid(SECONDS);
        return;
      } catch (SQLException e) {
        String why = String.valueOf(e.getMessage()).lines().findFirst().orElse("?");
        if (System.nanoTime() >= end || isFinal(e.getSQLState())) {
          throw new StartRefused("PostgreSQL cannot be used: " + why, e);
        }
        LOG.log(Level.INFO, "Waiting for PostgreSQL: {0}", why);
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /** Wrong password, no such role, no such database: waiting will not mend it. */
  private static boolean isFinal(String state) {
    return state != null && (state.startsWith("28") || state.equals("3D000"));
  }

  /** Whether {@code failure} tells only that the server is away, starting or ending. */
  static boolean isAway(Throwable failure) {
    return Absence.isToldBy(failure);
  }
}
