package org.rowhouse.tenancy.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/** A connection and short words for what tests ask of it. */
record Session(Connection connection) implements AutoCloseable {

  int backend() throws SQLException {
    return connection.unwrap(PGConnection.class).getBackendPID();
  }

  void run(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** How many rows a statement changed. */
  int change(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  /** The first column of the first row; null when there is no row. */
  String ask(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : null;
    }
  }

  /** The SQLSTATE that a statement fails with, and "ok" when it does not. */
  String state(String sql) throws SQLException {
    var before = connection.getAutoCommit() ? null : connection.setSavepoint();
    try {
      run(sql);
      return "ok";
    } catch (SQLException e) {
      if (before != null) {
        connection.rollback(before);
      }
      return e.getSQLState();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
