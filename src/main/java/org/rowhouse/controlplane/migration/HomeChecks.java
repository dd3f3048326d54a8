package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** Looks at homes as PostgreSQL describes them: is every table behind its wall? */
@ApplicationScoped
public class HomeChecks {

  private static final String FINDINGS =
      """
      with home as (
        select h.id, n.oid as schema from control.home h
        join pg_namespace n on n.nspname = h.schema_name
        where h.database_name = current_database()
          and (cast(:home as uuid) is null or h.id = cast(:home as uuid))
      ), relation as (
        select home.id, c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity
        from home join pg_class c on c.relnamespace = home.schema
        where c.relname <> 'flyway_schema_history'
      )
      select id, relname || ' lacks forced row level security' as finding from relation
      where relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)
      union all
      select id, relname || ' has no policy for reading and writing' from relation r
      where relkind in ('r', 'p')
        and not exists (select from pg_policy p where p.polrelid = r.oid
                        and p.polqual is not null and p.polwithcheck is not null)
      union all
      select id, relname || ' is a view and passes policies by' from relation
      where relkind = 'm'
         or relkind = 'v' and not coalesce(
              (select c.reloptions from pg_class c where c.oid = relation.oid)
                @> array['security_invoker=true'], false)
      order by 1, 2
      """;

  private final OwnerConnections connections;

  HomeChecks() {
    this(null);
  }

  @Inject
  public HomeChecks(OwnerConnections connections) {
    this.connections = connections;
  }

  private record Finding(UUID id, String finding) {}

  /** What is wrong, by home; the home {@code only}, or all in one query when it is null. */
  Map<UUID, List<String>> findings(UUID only) {
    return Jdbi.create(connections.main())
        .withHandle(
            h ->
                h
                    .createQuery(FINDINGS)
                    .bind("home", only)
                    .map(
                        (row, context) ->
                            new Finding(row.getObject("id", UUID.class), row.getString("finding")))
                    .list()
                    .stream()
                    .collect(
                        Collectors.groupingBy(
                            Finding::id,
                            Collectors.mapping(Finding::finding, Collectors.toList()))));
  }
}
