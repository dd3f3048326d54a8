package org.rowhouse.proof.hunt;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.fault.HomeSql;
import org.rowhouse.proof.fault.HomeSql.Place;
import org.rowhouse.proof.hunt.Findings.Harm;

/**
 * Looks at PostgreSQL's walls alone, with none of the product's before them: as every role that may
 * log in and read the home, inside one tenant, with SQL that names no tenant.
 */
final class Walls {

  private static final String ROLES =
      """
      select rolname from pg_roles r
      where rolcanlogin and not rolsuper
        and has_table_privilege(r.oid, current_schema() || '.project', 'select')
      """;

  /** Who may come in and has no business there. */
  private static final String VISITORS =
      """
      select rolname from pg_roles r
      where rolcanlogin and not rolsuper
        and has_database_privilege(r.oid, current_database(), 'connect')
        and not has_table_privilege(r.oid, current_schema() || '.project', 'select')
      """;

  private static final String TABLES =
      """
      select relname from pg_class c
      where relnamespace = current_schema()::regnamespace and relkind = 'r'
        and exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id')
      """;

  private static final String INSERT =
      """
      insert into project (tenant_id, id, version, key, name, created_at, updated_at)
      values ('%s', gen_random_uuid(), 1, 'STRANGE', 'strange', now(), now())
      """;

  private static final String SIGNATURE =
      """
      select encode(sha256(k.outer_pad || sha256(k.inner_pad
        || convert_to('%s|' || pg_backend_pid(), 'UTF8'))), 'hex') from guard.context_key k
      """;

  private final HomeSql homes;
  private final Findings findings;

  Walls(Product product, Findings findings) {
    this.homes = new HomeSql(product);
    this.findings = findings;
  }

  /** Looks at the home of {@code tenant} from inside it. */
  void probe(Hunted tenant, Hunted stranger, Place home) throws SQLException {
    try (Connection connection = homes.open(home)) {
      String mine = tenant.account.tenantId();
      String signature = texts(connection, SIGNATURE.formatted(mine)).get(0);
      List<String> tables = texts(connection, TABLES);
      for (String visitor : texts(connection, VISITORS)) {
        findings.add(Harm.WALL_DOWN, visitor + " may connect to " + home.database());
      }
      for (String role : texts(connection, ROLES)) {
        Savepoint before = connection.setSavepoint();
        run(connection, "set local session authorization " + role);
        enter(connection, mine, signature);
        for (String table : tables) {
          String others = " from %s where tenant_id <> '%s'".formatted(table, mine);
          hidden(connection, role, "select count(*)" + others);
          hidden(
              connection,
              role,
              "with gone as (delete" + others + " returning 1) select count(*) from gone");
        }
        refused(connection, role, INSERT.formatted(stranger.account.tenantId()));
        enter(connection, stranger.account.tenantId(), signature);
        refused(connection, role, "select count(*) from project");
        run(connection, "select set_config('rowhouse.tenant', '', true)");
        refused(connection, role, "select count(*) from project");
        if (!role.equals("rowhouse")) { // the owner, who signs
          refused(connection, role, "select count(*) from guard.context_key");
        }
        connection.rollback(before);
      }
      connection.rollback();
    }
  }

  private static void enter(Connection connection, String tenant, String signature)
      throws SQLException {
    run(
        connection,
        "select set_config('rowhouse.tenant', '%s.%s', true)".formatted(tenant, signature));
  }

  private void hidden(Connection connection, String role, String sql) throws SQLException {
    String count = texts(connection, sql).get(0);
    if (!count.equals("0")) {
      findings.add(Harm.WALL_DOWN, role + " sees " + count + " strange rows: " + sql);
    }
  }

  private void refused(Connection connection, String role, String sql) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      findings.add(Harm.WALL_DOWN, role + " may do what must be refused: " + sql);
    } catch (SQLException e) {
      if (!List.of("42501", "RH001", "RH002").contains(e.getSQLState())) {
        throw e;
      }
    } finally {
      connection.rollback(before);
    }
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> texts(Connection connection, String sql) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }
}
