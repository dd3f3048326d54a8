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
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.fleet.visit.Lifeline;

/**
 * Only one node migrates at a time. Held by a connection of its own: it is free when that node
 * dies.
 */
final class FleetLock {

  private static final System.Logger LOG = System.getLogger(FleetLock.class.getName());
  private static final long KEY = 0x726f_7768_6f75_7365L;
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final long ASK_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long TELL_NANOS = Duration.ofSeconds(5).toNanos();

  private FleetLock() {}

  /**
   * Waits for its turn, then works.
   *
   * @return false when it did not work: {@code waiting} was needless
   * @throws StartRefused when another node still migrates and has not moved for the patience
   */
  static boolean hold(DataSource source, Waiting waiting, Runnable work) {
    try (Connection connection = open(source)) {
      boolean taken = take(connection, waiting);
      if (taken) {
        work.run();
      }
      return taken;
    } catch (SQLException e) {
      throw new StartRefused("The lock for migrations cannot be had: " + e.getMessage(), e);
    }
  }

  /** Works if nobody else does. */
  static void attempt(DataSource source, Runnable work) {
    try (Connection connection = open(source)) {
      if (attempt(connection)) {
        work.run();
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The lock for migrations cannot be had", e);
    }
  }

  private static boolean take(Connection connection, Waiting waiting) throws SQLException {
    long moved = System.nanoTime();
    long told = moved;
    long asked = moved - ASK_NANOS;
    Object movement = null;
    while (!attempt(connection)) {
      long now = System.nanoTime();
      if (now - asked >= ASK_NANOS) {
        asked = now;
        if (waiting.isNeedless()) {
          return false;
        }
        Object last = movement;
        movement = waiting.movement();
        moved = movement.equals(last) ? moved : now;
      }
      if (now - moved > waiting.patience().toNanos()) {
        throw new StartRefused(
            "Another node still migrates, and nothing has moved for " + waiting.patience());
      }
      if (now - told > TELL_NANOS) {
        told = now;
        LOG.log(Level.INFO, "Waiting: another node migrates");
      }
      LockSupport.parkNanos(TimeUnit.NANOSECONDS.convert(LOOK));
    }
    return true;
  }

  private static Connection open(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    Lifeline.of(connection);
    return connection;
  }

  private static boolean attempt(Connection connection) throws SQLException {
    try (PreparedStatement ask = connection.prepareStatement("select pg_try_advisory_lock(?)")) {
      ask.setLong(1, KEY);
      try (ResultSet answer = ask.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }
}
