package org.rowhouse.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;
import org.rowhouse.dev.EmbeddedDatabase;

/** All customers' issues in one table without a tenant, as {@code bench.plain} has them. */
final class PlainRows {

  private static final String TABLE =
      """
      create schema plain;
      create table plain.issue (
        id          uuid primary key,
        version     bigint not null,
        project_id  uuid not null,
        number      integer not null,
        title       text not null,
        description text,
        status      text not null,
        priority    text not null,
        assignee    uuid,
        labels      text not null,
        created_at  timestamptz not null,
        updated_at  timestamptz not null,
        unique (project_id, number)
      );
      create index issue_created on plain.issue (project_id, created_at, id);
      """;

  private static final String COLUMNS =
      "id, version, project_id, number, title, description, status, priority, assignee, labels,"
          + " created_at, updated_at";

  private PlainRows() {}

  /** Copies what is there now, and lets PostgreSQL look at both, as it would in time. */
  static void copy(EmbeddedDatabase database) throws SQLException {
    Set<String> databases = new LinkedHashSet<>();
    try (Connection owner = database.owner().getConnection();
        Statement statement = owner.createStatement();
        Connection superuser = database.superuser().getConnection()) {
      statement.execute(TABLE);
      try (Statement catalog = superuser.createStatement();
          ResultSet homes =
              catalog.executeQuery("select database_name, schema_name from control.home")) {
        while (homes.next()) {
          databases.add(homes.getString(1));
          copy(database, homes.getString(1), homes.getString(2), owner);
        }
      }
    }
    for (String each : databases) {
      try (Connection superuser = database.superuser(each).getConnection();
          Statement statement = superuser.createStatement()) {
        statement.execute("analyze");
      }
    }
  }

  private static void copy(EmbeddedDatabase database, String from, String home, Connection to)
      throws SQLException {
    String values = "?" + ", ?".repeat(COLUMNS.split(",").length - 1);
    try (Connection source = database.superuser(from).getConnection();
        Statement statement = source.createStatement();
        ResultSet rows =
            statement.executeQuery("select %s from %s.issue".formatted(COLUMNS, home));
        PreparedStatement insert =
            to.prepareStatement(
                "insert into plain.issue (%s) values (%s)".formatted(COLUMNS, values))) {
      while (rows.next()) {
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          insert.setObject(i, rows.getObject(i));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
