package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.tenancy.Home;

/**
 * Looks at homes as PostgreSQL describes them: is every table behind its wall? {@code
 * guard.protect} looks once, when a table is made; this looks at what later scripts and hands have
 * done to it. A finding is one line: what is wrong where, and what mends it.
 */
@ApplicationScoped
public class HomeChecks {

  private static final System.Logger LOG = System.getLogger(HomeChecks.class.getName());

  /**
   * One query for any number of homes of one database. Names are printed with their schema, which
   * is the home.
   */
  private static final String FINDINGS =
      """
      with home as (
        select h.id, n.oid as schema, n.nspname, n.nspacl, n.nspowner
        from unnest(cast(:ids as uuid[]), cast(:schemas as text[])) h (id, name)
        join pg_namespace n on n.nspname = h.name
      ), every as (
        select home.id, c.oid, c.oid::regclass::text as name, c.relkind, c.relacl, c.relowner,
               c.relrowsecurity, c.relforcerowsecurity, c.reloptions,
               c.relname = 'flyway_schema_history' as history
        from home join pg_class c on c.relnamespace = home.schema
        where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
      ), relation as (
        select t.*, a.attnum as tenant
        from every t left join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id'
             and a.atttypid = 'uuid'::regtype and a.attnotnull
        where t.relkind in ('r', 'p') and not t.history
      ), granted as (
        select t.id, t.name, t.relowner, t.history, g.*
        from every t cross join lateral aclexplode(t.relacl) g
        union all
        select t.id, t.name || '(' || a.attname || ')', t.relowner, t.history, g.*
        from every t join pg_attribute a on a.attrelid = t.oid and a.attacl is not null
             cross join lateral aclexplode(a.attacl) g
      )
      select id, name || ' lacks forced row level security:'
             || ' enable and force it' as finding from relation
      where not (relrowsecurity and relforcerowsecurity)
      union all
      select id, name || ' has no sound policy tenant_isolation:'
             || ' make it as guard.protect does' from relation r
      where not exists (
        select from pg_policy p where p.polrelid = r.oid and p.polname = 'tenant_isolation'
          and p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
          and pg_get_expr(p.polqual, p.polrelid) = :policy
          and pg_get_expr(p.polwithcheck, p.polrelid) = :policy)
      union all
      select id, name || ' has the permissive policy ' || polname || ', which opens it:'
             || ' drop it or make it restrictive'
      from relation r join pg_policy on polrelid = r.oid
      where polpermissive and polname <> 'tenant_isolation'
      union all
      select id, name || ' has no column tenant_id uuid not null: add it' from relation
      where tenant is null
      union all
      select id, 'constraint ' || conname || ' of ' || name
             || ' does not start with tenant_id in this home: add it in front'
      from relation r join pg_constraint k on k.conrelid = r.oid
      where k.contype in ('p', 'u', 'f', 'x')
        and (k.conkey[1] is distinct from r.tenant
             or k.contype = 'x' and not exists (
               select from pg_operator o where o.oid = k.conexclop[1] and o.oprname = '=')
             or k.contype = 'f' and not exists (
               select from relation o
               where o.oid = k.confrelid and o.id = r.id and o.tenant = k.confkey[1]))
      union all
      select r.id, 'unique index ' || i.indexrelid::regclass || ' of ' || name
             || ' does not start with tenant_id: add it in front'
      from relation r join pg_index i on i.indrelid = r.oid
      where i.indisunique and i.indkey[0] is distinct from r.tenant
        and not exists (select from pg_constraint k where k.conindid = i.indexrelid
                          and k.conrelid = r.oid)
      union all
      select id, name || ' passes policies by: make it a view with security_invoker or drop it'
      from every
      where relkind in ('m', 'f')
         or relkind = 'v' and not coalesce(reloptions @> array['security_invoker=true'], false)
      union all
      select id, name || ' grants ' || privilege_type || ' to '
             || case grantee when 0 then 'public' else grantee::regrole::text end || ': revoke it'
      from granted
      where grantee <> relowner
        and (history or is_grantable or grantee is distinct from to_regrole(:runtime)::oid
             or privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))
      union all
      select id, 'schema ' || nspname || ' grants ' || g.privilege_type || ' to '
             || case g.grantee when 0 then 'public' else g.grantee::regrole::text end
             || ': revoke it'
      from home cross join lateral aclexplode(nspacl) g
      where g.grantee <> nspowner
        and (g.is_grantable or g.privilege_type <> 'USAGE'
             or g.grantee is distinct from to_regrole(:runtime)::oid)
      union all
      select id, 'function ' || p.oid::regprocedure || ' runs with the rights of its owner:'
             || ' make it security invoker'
      from home join pg_proc p on p.pronamespace = home.schema where p.prosecdef
      order by 1, 2
      """;

  /** What {@code guard.protect} writes, as PostgreSQL prints it. */
  private static final String POLICY =
      "(tenant_id = ( SELECT guard.current_tenant() AS current_tenant))";

  private final OwnerConnections connections;

  HomeChecks() {
    this(null);
  }

  @Inject
  public HomeChecks(OwnerConnections connections) {
    this.connections = connections;
  }

  private record Finding(UUID id, String finding) {}

  private record Database(UUID server, String name) {
    static Database of(Home home) {
      return new Database(home.server(), home.database());
    }
  }

  /** What is wrong in {@code home}. */
  public List<String> findings(Home home) {
    return findings(List.of(home)).getOrDefault(home.id(), List.of());
  }

  /** What is wrong, by home, in one query for each database. */
  Map<UUID, List<String>> findings(List<Home> homes) {
    return homes.stream().collect(Collectors.groupingBy(Database::of)).values().stream()
        .flatMap(this::inOneDatabase)
        .collect(
            Collectors.groupingBy(
                Finding::id, Collectors.mapping(Finding::finding, Collectors.toList())));
  }

  private Stream<Finding> inOneDatabase(List<Home> homes) {
    try {
      return look(homes);
    } catch (ConnectionException e) {
      String why = new MigrationFailed(e).getMessage();
      LOG.log(Level.WARNING, "Homes cannot be looked at, {0} of them: {1}", homes.size(), why);
      return Patience.isAway(e)
          ? Stream.empty()
          : homes.stream().map(home -> new Finding(home.id(), "it cannot be looked at: " + why));
    }
  }

  private Stream<Finding> look(List<Home> homes) {
    Home any = homes.get(0);
    return Jdbi.create(connections.owner(any))
        .registerArrayType(UUID.class, "uuid")
        .withHandle(
            h ->
                h.createQuery(FINDINGS)
                    .bindArray("ids", UUID.class, homes.stream().map(Home::id).toList())
                    .bindArray("schemas", String.class, homes.stream().map(Home::schema).toList())
                    .bind("policy", POLICY)
                    .bind("runtime", connections.runtime(any).user())
                    .map(
                        (row, context) ->
                            new Finding(row.getObject("id", UUID.class), row.getString("finding")))
                    .list())
        .stream();
  }
}
