package org.rowhouse.controlplane.migration;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
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
      where c.relnamespace = cast(? as regnamespace) and c.relkind in ('r', 'p')
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
    Jdbi.create(source)
        .useTransaction(
            h -> {
              List<String> tables = h.select(TABLES, home.schema()).mapTo(String.class).list();
              if (tables.isEmpty()) {
                return;
              }
              OwnerScope.enter(h.getConnection(), home, tenant);
              String deletes =
                  IntStream.range(0, tables.size())
                      .mapToObj(
                          i ->
                              "d%d as (delete from %s where tenant_id = cast(:tenant as uuid))"
                                  .formatted(i, tables.get(i)))
                      .collect(Collectors.joining(", "));
              h.createQuery("with " + deletes + " select 1")
                  .bind("tenant", tenant.toString())
                  .mapTo(Integer.class)
                  .one();
            });
  }
}
