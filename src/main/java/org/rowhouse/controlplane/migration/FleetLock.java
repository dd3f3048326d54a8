package org.rowhouse.controlplane.migration;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * Only one node migrates at a time. Held by a connection of its own: it is free when that node
 * dies.
 */
final class FleetLock implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(FleetLock.class.getName());
  private static final long KEY = 0x726f_7768_6f75_7365L;
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final long TELL_NANOS = Duration.ofSeconds(5).toNanos();

  private final Connection connection;

  private FleetLock(Connection connection) {
    this.connection = connection;
  }

  /**
   * Waits for its turn.
   *
   * @throws StartRefused when another node still migrates after {@code patience}
   */
  static FleetLock take(DataSource source, Duration patience) throws SQLException {
    Connection connection = source.getConnection();
    boolean taken = false;
    try {
      long begun = System.nanoTime();
      long told = begun;
      while (!(taken = attempt(connection))) {
        long now = System.nanoTime();
        if (now - begun > patience.toNanos()) {
          throw new StartRefused("Another node still migrates after " + patience);
        }
        if (now - told > TELL_NANOS) {
          told = now;
          LOG.log(Level.INFO, "Waiting: another node migrates");
        }
        LockSupport.parkNanos(TimeUnit.NANOSECONDS.convert(LOOK));
      }
      return new FleetLock(connection);
    } finally {
      if (!taken) {
        connection.close();
      }
    }
  }

  private static boolean attempt(Connection connection) throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
      ask.setLong(1, KEY);
      try (ResultSet answer = ask.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
