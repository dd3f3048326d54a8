package org.rowhouse.controlplane.fleet.visit;

import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Why a home was not migrated.
 *
 * @param script which one; null when it was none of them
 * @param statement which of its statements, shortened; null when it is not known
 * @param error one line
 */
public record Failure(String script, String statement, String error) {

  private static final int LONGEST = 500;

  static Failure of(SQLException e) {
    return new Failure(null, null, line(e));
  }

  Failure at(String script, String statement) {
    String flat = statement.replaceAll("\\s+", " ");
    return new Failure(
        script, flat.length() > LONGEST ? flat.substring(0, LONGEST) + "…" : flat, error);
  }

  /** What PostgreSQL says; never its detail, which may hold values of a tenant's row. */
  private static String line(SQLException e) {
    ServerErrorMessage told = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    String text =
        told == null || told.getMessage() == null
            ? String.valueOf(e.getMessage()).strip().lines().findFirst().orElse("?")
            : told.getMessage().strip().lines().findFirst().orElse("?");
    return text.length() > LONGEST ? text.substring(0, LONGEST) : text;
  }

  /** One line for logs and the catalog. */
  @Override
  public String toString() {
    return (script == null ? "" : script + ": ")
        + error
        + (statement == null ? "" : " (" + statement + ")");
  }
}
