package org.rowhouse.tenancy.isolation;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** SQL that no wall of the product holds back, from inside the server. */
final class Superuser {

  private Superuser() {}

  static void execute(String sql, Object... values) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql.formatted(values));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static String text(String sql, Object... values) {
    try (Connection connection = connect()) {
      return text(connection, sql.formatted(values));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The first column of the first row, on any connection. */
  static String text(Connection connection, String sql) {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Connection connect() throws SQLException {
    var source = new PGSimpleDataSource();
    source.setUrl(System.getProperty("ROWHOUSE_DB_URL"));
    source.setUser("postgres");
    source.setPassword(System.getProperty("test.superuser.password"));
    return source.getConnection();
  }
}
