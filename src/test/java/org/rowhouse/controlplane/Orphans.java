package org.rowhouse.controlplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/** What nobody owns: made for a tenant that is not there, or left by one that was. */
public final class Orphans {

  private static final String THINGS =
      """
      select 'schema ' || nspname from pg_namespace where nspname like 'h\\_%'
      union all select 'database ' || datname from pg_database where datname like 'h\\_%'
      union all select 'role ' || rolname from pg_roles where rolname like 'h\\_%'
      """;

  private static final String CATALOG =
      """
      select 'home of nobody ' || h.id from control.home h
      where not h.spare and h.isolation <> 'SHARED'
        and not exists (select from control.tenant t where t.home_id = h.id)
      union all
      select 'home given up ' || h.id from control.home h where h.given_up
      union all
      select 'tenant in between ' || id || ' ' || status from control.tenant
      where status in ('PROVISIONING', 'PURGING')
      union all
      select 'operation without end ' || id || ' ' || state from control.operation
      where finished_at is null or state = 'DEAD'
      union all
      select 'secret of an ended operation ' || id from control.operation
      where request is not null and state <> 'PENDING'
      union all
      select 'former slug of nobody ' || f.slug from control.former_slug f
      join control.tenant t on t.id = f.tenant_id where t.slug is null
      """;

  private static final String SHARED_TABLES =
      """
      select format('%I.%I', c.table_schema, c.table_name)
      from information_schema.columns c
      join control.home h on h.schema_name = c.table_schema and h.isolation = 'SHARED'
      where c.column_name = 'tenant_id'
      """;

  private final Jdbi superuser;
  private final Set<String> before;

  private Orphans(Jdbi superuser) {
    this.superuser = superuser;
    this.before = things();
  }

  /** Of {@code plane}, from now on: other planes of this JVM are on the same server. */
  public static Orphans since(TestPlane plane) {
    return new Orphans(plane.superuser());
  }

  /**
   * As the other, of a running product.
   *
   * @param superuser in the database that has the catalog
   */
  public static Orphans since(DataSource superuser) {
    return new Orphans(Jdbi.create(superuser));
  }

  /** All that there are, as lines to be read. */
  public List<String> all() {
    List<String> all = new ArrayList<>();
    Set<String> names = Set.copyOf(list("select schema_name from control.home"));
    for (String thing : things()) {
      if (!before.contains(thing) && !names.contains(thing.replaceFirst(".* ", ""))) {
        all.add(thing);
      }
    }
    all.addAll(list(CATALOG));
    all.addAll(rowsOfStrangers());
    return all;
  }

  private Set<String> things() {
    return new TreeSet<>(list(THINGS));
  }

  private List<String> list(String query) {
    return superuser.withHandle(h -> h.select(query).mapTo(String.class).list());
  }

  /** Rows in shared homes of tenants who do not live there. */
  private List<String> rowsOfStrangers() {
    List<String> lines = new ArrayList<>();
    for (String table : list(SHARED_TABLES)) {
      String strangers =
          """
          select 'rows of ' || tenant_id || ' in %1$s' from %1$s
          where tenant_id not in (select id from control.tenant where home_id is not null)
          group by tenant_id
          """
              .formatted(table);
      lines.addAll(list(strangers));
    }
    return lines;
  }
}
