package org.rowhouse.controlplane.migration;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.rowhouse.controlplane.StartRefused;

/**
 * Recognises a connection pooler between this node and PostgreSQL. A tenant's context is signed for
 * one backend; a pooler that hands out backends by the transaction (PgBouncer's transaction mode),
 * or that hides them, would make every signature wrong: nothing would leak, and nothing would work.
 */
final class PoolerProbe {

  private static final int SECONDS = 10;
  private static final int ROUNDS = 4;

  private PoolerProbe() {}

  /**
   * Runs transactions on two connections that begin and end in turn, so that a pooler, whichever
   * backend it takes next, has reason to swap theirs.
   *
   * @throws StartRefused when a backend is not the one that its connection was told of
   */
  static void refusePoolers(DataSource source) {
    try (Connection one = source.getConnection();
        Connection other = source.getConnection()) {
      one.setAutoCommit(false);
      other.setAutoCommit(false);
      for (int round = 0; round < ROUNDS; round++) {
        Connection first = round < ROUNDS / 2 ? one : other;
        Connection second = round < ROUNDS / 2 ? other : one;
        verify(first);
        verify(second);
        first.commit();
        second.commit();
      }
    } catch (SQLException e) {
      throw new StartRefused("PostgreSQL cannot be used: " + e.getMessage(), e);
    }
  }

  private static void verify(Connection connection) throws SQLException {
    int announced = connection.unwrap(PGConnection.class).getBackendPID();
    try (Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(SECONDS);
      try (ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
        row.next();
        if (row.getInt(1) != announced) {
          throw new StartRefused(
              "Between this node and PostgreSQL stands a connection pooler (PgBouncer or the like):"
                  + " backend "
                  + announced
                  + " was announced and backend "
                  + row.getInt(1)
                  + " answers. Tenants' contexts are signed for one backend. Let ROWHOUSE_DB_URL"
                  + " lead to PostgreSQL itself; nodes pool their connections themselves"
                  + " (ROWHOUSE_DB_CONNECTIONS)");
        }
      }
    }
  }
}
