package org.rowhouse.controlplane.fleet.visit;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.plan.Script;

/**
 * What a home says that it has.
 *
 * @param isThere whether there is a history at all
 */
public record History(boolean isThere, List<Row> rows) {

  /** A row of Flyway's table. */
  public record Row(String version, String script, Integer checksum, boolean success) {}

  /** Reads it in a home of the database that {@code owner} is in. */
  static History read(Connection owner, String schema) throws SQLException {
    String table = schema + "." + Message.HISTORY;
    try (Statement statement = owner.createStatement()) {
      try (ResultSet there =
          statement.executeQuery("select to_regclass(" + Message.quoted(table) + ") is not null")) {
        if (!there.next() || !there.getBoolean(1)) {
          return new History(false, List.of());
        }
      }
      List<Row> rows = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery(
              "select version, script, checksum, success from "
                  + table
                  + " order by installed_rank")) {
        while (row.next()) {
          rows.add(
              new Row(
                  row.getString(1),
                  row.getString(2),
                  (Integer) row.getObject(3),
                  row.getBoolean(4)));
        }
      }
      return new History(true, rows);
    }
  }

  /**
   * How far a home with this history is on the way of {@code plan}: {@link Visit#NEW} without a
   * history; more than the plan has for one that a newer version has migrated.
   *
   * @throws Drift when it is not on it
   */
  public int position(Plan plan) throws Drift {
    if (!isThere) {
      return Visit.NEW;
    }
    for (int i = 0; i < rows.size() && i < plan.size(); i++) {
      requireSame(rows.get(i), plan.scripts().get(i));
    }
    return rows.size();
  }

  private static void requireSame(Row row, Script script) throws Drift {
    if (!row.success()) {
      throw new Drift("its history says that " + row.script() + " failed: repair it");
    }
    if (!row.script().equals(script.name())) {
      throw new Drift(
          "it has " + row.script() + " where " + script.name() + " should be: bring it back");
    }
    if (row.checksum() == null || row.checksum() != script.checksum()) {
      throw new Drift(
          script.name() + " was changed after this home had it: write a new version instead");
    }
  }

  /** A home is not what the scripts make; the message completes "the home …". */
  public static final class Drift extends Exception {
    Drift(String what) {
      super(what);
    }
  }
}
