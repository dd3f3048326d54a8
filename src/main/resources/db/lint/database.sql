-- What stands open in a database for the role that tenants' SQL runs as there, whatever the home.
-- Every line says what is wrong where, and what mends it.
with runtime as materialized (
  select r.* from pg_roles r where r.rolname = :runtime
), place as materialized (
  select n.oid, n.nspname as name,
         n.nspname in ('information_schema', 'guard') or starts_with(n.nspname, 'pg_') as known,
         n.nspname ~ '^h_[0-9a-f]{32}$' as home
  from pg_namespace n
), finding (object, problem, remedy) as (

  select 'role ' || rolname, power.problem, 'take that away: tenants'' SQL runs as this role'
  from runtime cross join lateral (values
    (rolsuper, 'is a superuser'), (rolbypassrls, 'has BYPASSRLS'), (rolcreaterole, 'has CREATEROLE'),
    (rolcreatedb, 'has CREATEDB'), (rolreplication, 'has REPLICATION'),
    (exists (select from pg_auth_members m where m.member = runtime.oid), 'is a member of another role'),
    (exists (select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = runtime.oid
               and d.deptype = 'o' and d.dbid in (0, (select oid from pg_database where datname = current_database()))
               and d.classid <> 'pg_largeobject'::regclass),
     'owns objects'),
    (exists (select from pg_db_role_setting s where s.setrole = runtime.oid), 'has settings of its own'),
    (has_database_privilege(runtime.oid, current_database(), 'CREATE'), 'can create schemas and extensions'),
    (has_database_privilege(runtime.oid, current_database(), 'TEMPORARY'), 'can create temporary tables')
  ) power (has, problem) where power.has

  union all
  select 'database ' || d.datname, 'lets ' || case g.grantee when 0 then 'public' else g.grantee::regrole::text end || ' connect', 'revoke it'
  from runtime cross join pg_database d cross join lateral aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) g
  where d.datname = current_database() and g.privilege_type = 'CONNECT'
    and (g.grantee = 0 or :own and g.grantee not in (d.datdba, runtime.oid))

  union all
  select 'schema ' || name, 'lets the role ' || rolname || ' create in it', 'revoke it'
  from runtime cross join place where has_schema_privilege(runtime.oid, place.oid, 'CREATE')

  union all
  select c.oid::regclass::text, 'can be used by the role ' || rolname || ' and is no tenant''s', 'revoke it'
  from runtime cross join place join pg_class c on c.relnamespace = place.oid
  where not place.home and (not place.known or place.name = 'guard') and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
    and case c.relkind
          when 'S' then has_sequence_privilege(runtime.oid, c.oid, 'USAGE, SELECT, UPDATE')
          else has_any_column_privilege(runtime.oid, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES')
               or has_table_privilege(runtime.oid, c.oid, 'DELETE, TRUNCATE, TRIGGER') end

  union all
  select c.oid::regclass::text, 'can be read by the role ' || rolname, 'revoke it'
  from runtime cross join pg_class c
  where c.oid in ('pg_authid'::regclass, 'pg_statistic'::regclass, 'pg_statistic_ext_data'::regclass,
                  'pg_largeobject'::regclass, 'pg_user_mapping'::regclass, 'pg_subscription'::regclass)
    and has_table_privilege(runtime.oid, c.oid, 'SELECT')

  union all
  select 'function ' || p.oid::regprocedure, 'runs with the rights of its owner for the role ' || rolname, 'revoke it, or make it security invoker'
  from runtime cross join place join pg_proc p on p.pronamespace = place.oid
  where not place.home and p.prosecdef and has_function_privilege(runtime.oid, p.oid, 'EXECUTE')
    and p.oid <> to_regprocedure('guard.current_tenant()')

  union all
  select 'function ' || p.oid::regprocedure, 'lets the role ' || rolname || ' at the server''s files', 'revoke it'
  from runtime cross join pg_proc p
  where p.pronamespace = 'pg_catalog'::regnamespace
    and p.proname in ('pg_read_file', 'pg_read_binary_file', 'pg_ls_dir', 'pg_stat_file', 'lo_import', 'lo_export', 'pg_file_write')
    and has_function_privilege(runtime.oid, p.oid, 'EXECUTE')

  union all
  select 'extension ' || extname, 'opens further ways to data', 'drop it'
  from pg_extension where extname in ('dblink', 'postgres_fdw', 'file_fdw', 'adminpack', 'pageinspect', 'pg_visibility', 'pg_surgery', 'pg_walinspect', 'lo')

  union all
  select 'language ' || lanname, 'can leave the database', 'drop it'
  from pg_language where lanispl and not lanpltrusted

  union all
  select 'foreign server ' || srvname, 'can be used by the role ' || rolname, 'revoke it'
  from runtime cross join pg_foreign_server s where has_server_privilege(runtime.oid, s.oid, 'USAGE')

  union all
  select 'parameter ' || parname, 'can be set by the role ' || rolname, 'revoke it'
  from runtime cross join pg_parameter_acl p cross join lateral aclexplode(p.paracl) g where g.grantee in (0, runtime.oid)

  union all
  select 'database ' || current_database(), 'will grant ' || g.privilege_type || ' on what ' || d.defaclrole::regrole || ' makes to ' || case g.grantee when 0 then 'public' else g.grantee::regrole::text end, 'alter default privileges'
  from runtime cross join pg_default_acl d cross join lateral aclexplode(d.defaclacl) g
  where d.defaclnamespace = 0 and g.grantee in (0, runtime.oid) and d.defaclobjtype in ('r', 'S', 'n')

  union all
  select 'function guard.current_tenant()', 'is not as its script makes it', 'restore it from db/guard'
  where not exists (
    select from pg_proc p join pg_language l on l.oid = p.prolang
    where p.oid = to_regprocedure('guard.current_tenant()') and l.lanname = 'plpgsql' and p.prosecdef
      and p.provolatile = 's' and p.proparallel = 'r' and not p.proleakproof
      and p.proconfig = array['search_path=pg_catalog, pg_temp'] and pg_get_userbyid(p.proowner) = current_user)

  union all
  select c.oid::regclass::text, 'grants ' || g.privilege_type || ' to ' || case g.grantee when 0 then 'public' else g.grantee::regrole::text end, 'revoke it'
  from pg_class c cross join lateral aclexplode(c.relacl) g
  where c.relnamespace = to_regnamespace('guard') and g.grantee <> c.relowner

  union all
  select 'schema guard', 'lets ' || case g.grantee when 0 then 'public' else g.grantee::regrole::text end || ' do more than use it', 'revoke it'
  from pg_namespace n cross join lateral aclexplode(n.nspacl) g
  where n.nspname = 'guard' and g.grantee <> n.nspowner and (g.privilege_type <> 'USAGE' or g.is_grantable)
)
select object, problem, remedy from finding order by 1, 2
