package org.rowhouse.tenancy.isolation;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;

/**
 * What may be sent on a tenant's connection: one statement that reads or writes rows.
 *
 * <p>A backend serves one tenant after the other and PostgreSQL lets every role prepare statements
 * on it: somebody who could stack {@code DEALLOCATE} and {@code PREPARE} onto an injection would
 * put his own statement under a name that the driver uses for the next tenant. Likewise settings
 * that stay, passwords, locks, the end of the transaction. None of them is part of a statement that
 * reads or writes rows, and values are bound, so that no text of ours holds a semicolon.
 */
final class PlainSql {

  private static final Set<String> FIRST_WORDS =
      Set.of("select", "insert", "update", "delete", "with");
  private static final String NOT_ALLOWED = "42501";

  private PlainSql() {}

  /**
   * {@code sql} itself.
   *
   * @throws SQLException when it is another kind of statement, or could be several
   */
  static String plain(String sql) throws SQLException {
    if (sql.indexOf(';') >= 0 || !FIRST_WORDS.contains(firstWord(sql))) {
      throw new SQLException(
          "Only one SELECT, INSERT, UPDATE or DELETE without a semicolon runs on a tenant's"
              + " connection; bind values, do not write them",
          NOT_ALLOWED);
    }
    return sql;
  }

  private static String firstWord(String sql) {
    int start = 0;
    while (start < sql.length() && Character.isWhitespace(sql.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < sql.length() && Character.isLetter(sql.charAt(end))) {
      end++;
    }
    return sql.substring(start, end).toLowerCase(Locale.ROOT);
  }
}
