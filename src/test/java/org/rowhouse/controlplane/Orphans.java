package org.rowhouse.controlplane;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.dev.EmbeddedDatabase;

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

  private final TestPlane plane;
  private final Set<String> before;

  private Orphans(TestPlane plane) {
    this.plane = plane;
    this.before = things();
  }

  /** Of {@code plane}, from now on: other planes of this JVM are on the same server. */
  public static Orphans since(TestPlane plane) {
    return new Orphans(plane);
  }

  /** All that there are, as lines to be read. */
  public List<String> all() {
    List<String> all = new ArrayList<>();
    Set<String> names =
        plane
            .owner()
            .withHandle(
                h ->
                    Set.copyOf(
                        h.select("select schema_name from control.home")
                            .mapTo(String.class)
                            .list()));
    for (String thing : things()) {
      if (!before.contains(thing) && !names.contains(thing.replaceFirst(".* ", ""))) {
        all.add(thing);
      }
    }
    all.addAll(plane.owner().withHandle(h -> h.select(CATALOG).mapTo(String.class).list()));
    all.addAll(rowsOfStrangers());
    return all;
  }

  private Set<String> things() {
    List<String> things =
        Jdbi.create(EmbeddedDatabase.shared().superuser(plane.database))
            .withHandle(h -> h.select(THINGS).mapTo(String.class).list());
    return new TreeSet<>(things);
  }

  /** Rows in the shared home of tenants who do not live there. */
  private List<String> rowsOfStrangers() {
    String schema = plane.sharedHome().schema();
    List<String> lines = new ArrayList<>();
    plane
        .superuser()
        .useHandle(
            h -> {
              List<String> tables =
                  h.select(
                          "select table_name::text from information_schema.columns"
                              + " where table_schema = ? and column_name = 'tenant_id'",
                          schema)
                      .mapTo(String.class)
                      .list();
              for (String table : tables) {
                h.select(
                        "select distinct tenant_id from %s.%s where tenant_id not in (select id from"
                                .formatted(schema, table)
                            + " control.tenant where home_id is not null)")
                    .mapTo(UUID.class)
                    .forEach(id -> lines.add("rows of " + id + " in " + table));
              }
            });
    return lines;
  }
}
