package org.rowhouse.controlplane.fleet.visit;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Has PostgreSQL ask every few seconds whether this node still lives. A node that loses power or
 * network says no farewell, and without this its locks stay for two hours.
 */
public final class Lifeline {

  /** In seconds; the last, in milliseconds, counts while an answer is on its way to us. */
  private static final String SETTINGS =
      "set tcp_keepalives_idle = 5; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3;"
          + " set tcp_user_timeout = 20000";

  private Lifeline() {}

  /** For as long as {@code owner} is open. */
  public static void of(Connection owner) throws SQLException {
    try (Statement statement = owner.createStatement()) {
      statement.execute(SETTINGS);
    }
  }
}
