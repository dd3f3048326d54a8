package org.rowhouse.controlplane;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** Holds up whatever touches one table of the shared home, until it is closed. */
final class SharedHomeLock implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DataSource superuser;
  private final Connection holder;

  SharedHomeLock(DataSource superuser, String table) throws SQLException {
    this.superuser = superuser;
    holder = superuser.getConnection();
    holder.setAutoCommit(false);
    try (Statement statement = holder.createStatement()) {
      String schema =
          text(statement, "select schema_name from control.home where isolation = 'SHARED'");
      statement.execute("lock table %s.%s in access exclusive mode".formatted(schema, table));
    }
  }

  /** Returns when so many are held up. */
  void awaitWaiters(int count) throws SQLException {
    Instant end = Instant.now().plus(PATIENCE);
    try (Connection connection = superuser.getConnection();
        Statement statement = connection.createStatement()) {
      while (Integer.parseInt(text(statement, "select count(*) from pg_locks where not granted"))
          < count) {
        if (Instant.now().isAfter(end)) {
          throw new AssertionError("nobody waits for the table");
        }
        LockSupport.parkNanos(20_000_000);
      }
    }
  }

  private static String text(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getString(1);
    }
  }

  void release() throws SQLException {
    holder.close();
  }

  @Override
  public void close() throws SQLException {
    release();
  }
}
