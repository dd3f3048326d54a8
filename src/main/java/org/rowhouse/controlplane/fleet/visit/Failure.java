package org.rowhouse.controlplane.fleet.visit;

import java.sql.SQLException;
import java.util.regex.Pattern;
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

  /** Errors in data: what they quote is often a value of a row. */
  private static final String DATA = "22";

  /** From the first quote to the last: a value may have quotes and lines itself. */
  private static final Pattern QUOTED = Pattern.compile("(?s)\".*\"");

  static Failure of(SQLException e) {
    return new Failure(null, null, line(e));
  }

  Failure at(String script, String statement) {
    String flat = statement.replaceAll("\\s+", " ");
    return new Failure(
        script, flat.length() > LONGEST ? flat.substring(0, LONGEST) + "…" : flat, error);
  }

  /** What PostgreSQL says; never its detail nor what may be a value of a tenant's row. */
  private static String line(SQLException e) {
    ServerErrorMessage told = e instanceof PSQLException p ? p.getServerErrorMessage() : null;
    boolean isTold = told != null && told.getMessage() != null;
    String all = String.valueOf(isTold ? told.getMessage() : e.getMessage());
    if (String.valueOf(e.getSQLState()).startsWith(DATA)) {
      all = QUOTED.matcher(all).replaceFirst("\"…\"");
    }
    String text = all.strip().lines().findFirst().orElse("?");
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
