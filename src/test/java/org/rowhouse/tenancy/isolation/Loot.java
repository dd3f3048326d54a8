package org.rowhouse.tenancy.isolation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;

/** Everything that came back: rows, counts, notices, and the words of the failure. */
final class Loot {

  private final StringBuilder words = new StringBuilder();
  private String first;
  private String end = "ok";

  /** Collects all answers of a statement that was executed. */
  Loot of(Statement statement, boolean rows) throws SQLException {
    boolean more = rows;
    while (more || statement.getUpdateCount() != -1) {
      if (more) {
        read(statement.getResultSet());
      }
      more = statement.getMoreResults();
    }
    return this;
  }

  private void read(ResultSet rows) throws SQLException {
    first = null;
    int columns = rows.getMetaData().getColumnCount();
    for (int row = 0; rows.next(); row++) {
      for (int column = 1; column <= columns; column++) {
        String value = rows.getString(column);
        words.append(value).append('\n');
        if (row == 0 && column == 1) {
          first = value;
        }
      }
    }
  }

  void warnings(SQLWarning warning) {
    for (SQLWarning w = warning; w != null; w = w.getNextWarning()) {
      words.append(w).append('\n');
    }
  }

  void failed(SQLException failure) {
    end = failure.getSQLState();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      words.append(t).append('\n');
    }
  }

  /** Whether it ended as {@code expected}: "ok", a SQLSTATE or "= first value". */
  boolean ended(String expected) {
    return expected.startsWith("= ")
        ? end.equals("ok") && expected.substring(2).equals(first)
        : expected.equals(end);
  }

  String words() {
    return words.toString();
  }

  @Override
  public String toString() {
    return end + (first == null ? "" : ", first value " + first) + ": " + words;
  }
}
