package org.rowhouse.controlplane.migration;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.isolation.OwnerScope;

/** One tenant's rows in a home that others share. */
final class TenantRows {

  private static final String TABLES =
      """
      select quote_ident(c.relname) from pg_class c
      join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
      where c.relnamespace = to_regnamespace(?) and c.relkind in ('r', 'p')
        and not c.relispartition
      order by 1
      """;

  private TenantRows() {}

  /**
   * Deletes them all or none. One statement over all tables: foreign keys are checked at its end,
   * so that the order does not matter. It names the tenant although the policies do too: an owner
   * who bypasses them must not delete everybody's.
   */
  static void delete(DataSource source, Home home, TenantId tenant) throws SQLException {
    inside(
        source,
        home,
        tenant,
        (h, tables) -> {
          String deletes =
              IntStream.range(0, tables.size())
                  .mapToObj(
                      i ->
                          "d%d as (delete from %s where tenant_id = cast(:tenant as uuid))"
                              .formatted(i, tables.get(i)))
                  .collect(Collectors.joining(", "));
          return h.createQuery("with " + deletes + " select 1")
              .bind("tenant", tenant.toString())
              .mapTo(Integer.class)
              .one();
        });
  }

  /** How many there are, by table; a table without any is left out. */
  static Map<String, Long> count(DataSource source, Home home, TenantId tenant)
      throws SQLException {
    Map<String, Long> counts = new TreeMap<>();
    inside(
        source,
        home,
        tenant,
        (h, tables) -> {
          for (String table : tables) {
            long rows =
                h.createQuery(
                        "select count(*) from " + table + " where tenant_id = cast(:t as uuid)")
                    .bind("t", tenant.toString())
                    .mapTo(Long.class)
                    .one();
            if (rows > 0) {
              counts.put(table, rows);
            }
          }
          return counts;
        });
    return counts;
  }

  /**
   * Has PostgreSQL take its planner's samples anew: the old ones are values of rows, those too that
   * are gone. A table that is empty by now keeps them until it has rows again.
   */
  static void sampleAnew(DataSource source, Home home) {
    Jdbi.create(source)
        .useHandle(
            h -> {
              for (String table : h.select(TABLES, home.schema()).mapTo(String.class).list()) {
                h.execute("analyze " + home.schema() + "." + table);
              }
            });
  }

  private static void inside(
      DataSource source, Home home, TenantId tenant, BiFunction<Handle, List<String>, Object> work)
      throws SQLException {
    Jdbi.create(source)
        .useTransaction(
            h -> {
              List<String> tables = h.select(TABLES, home.schema()).mapTo(String.class).list();
              if (!tables.isEmpty()) {
                OwnerScope.enter(h.getConnection(), home, tenant);
                work.apply(h, tables);
              }
            });
  }
}
