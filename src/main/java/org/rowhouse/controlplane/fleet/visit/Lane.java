package org.rowhouse.controlplane.fleet.visit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Function;
import javax.sql.DataSource;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.isolation.OwnerScope;

/**
 * One connection of the owner to one database, opened when it is needed, and again when it broke.
 */
public final class Lane implements AutoCloseable {

  private final DataSource source;
  private Connection connection;
  private Function<TenantId, String> contexts;

  /**
   * @param source of connections that speak the simple protocol
   */
  public Lane(DataSource source) {
    this.source = source;
  }

  Connection connection() throws SQLException {
    if (connection == null) {
      connection = source.getConnection();
      Lifeline.of(connection);
    }
    return connection;
  }

  /** The signed context of a tenant on the present connection. */
  Function<TenantId, String> contexts() throws SQLException {
    if (contexts == null) {
      contexts = OwnerScope.signer(connection());
    }
    return contexts;
  }

  /** As {@link #contexts}; a visit that enters no tenant asks for no key. */
  Function<TenantId, String> contextsFor(Visit visit) throws SQLException {
    return visit.tenants().isEmpty() ? tenant -> "" : contexts();
  }

  /** Sends {@code text}; when it fails no transaction is left open. */
  void send(String text) throws SQLException {
    try {
      execute(connection(), text);
    } catch (SQLException e) {
      endTransaction();
      throw e;
    }
  }

  /** Sends {@code text} in a transaction that is open, and stays so whatever becomes of it. */
  void sendInside(String text) throws SQLException {
    execute(connection(), text);
  }

  /** As {@link #send}: how many rows its statements have changed. */
  int changes(String text) throws SQLException {
    try (Statement statement = connection().createStatement()) {
      statement.setEscapeProcessing(false);
      boolean rows = statement.execute(text);
      int changed = 0;
      while (rows || statement.getUpdateCount() >= 0) {
        changed += rows ? 0 : statement.getUpdateCount();
        rows = statement.getMoreResults();
      }
      return changed;
    } catch (SQLException e) {
      endTransaction();
      throw e;
    }
  }

  /** The answer to a question of yes or no. */
  boolean asks(String question) throws SQLException {
    try (Statement statement = connection().createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      return answer.next() && answer.getBoolean(1);
    }
  }

  private static void execute(Connection connection, String text) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.execute(text);
    }
  }

  private void endTransaction() {
    try {
      execute(connection, "rollback");
    } catch (SQLException | RuntimeException broken) {
      close();
    }
  }

  @Override
  public void close() {
    Connection closing = connection;
    connection = null;
    contexts = null;
    if (closing != null) {
      try {
        closing.close();
      } catch (SQLException e) {
        // it was broken
      }
    }
  }
}
