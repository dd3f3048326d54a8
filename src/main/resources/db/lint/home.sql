-- What stands open in homes of one database, in one query for any number of them. Every line says
-- what is wrong where, and what mends it. Names are printed with their schema, which is the home.
with me as materialized (
  select oid, rolname from pg_roles where rolname = current_user
), home as materialized (
  select h.id, n.oid as schema, n.nspname, n.nspacl, n.nspowner
  from unnest(cast(:ids as uuid[]), cast(:schemas as text[])) h (id, name)
  join pg_namespace n on n.nspname = h.name
), every as materialized (
  select home.id, home.schema, c.oid, c.oid::regclass::text as name, c.relkind, c.relacl, c.relowner,
         c.relrowsecurity, c.relforcerowsecurity, c.reloptions, c.relpersistence,
         c.relname = 'flyway_schema_history' as history
  from home join pg_class c on c.relnamespace = home.schema
  where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
), relation as materialized (
  select t.*, a.attnum as tenant
  from every t left join pg_attribute a on a.attrelid = t.oid and a.attname = 'tenant_id'
       and a.atttypid = 'uuid'::regtype and a.attnotnull
  where t.relkind in ('r', 'p') and not t.history
), policy as materialized (
-- PostgreSQL locks a table whose policy it prints: none of another home
  select p.* from relation r join pg_policy p on p.polrelid = r.oid
), granted as (
  select t.id, t.name, t.relowner, t.history, g.*
  from every t cross join lateral aclexplode(t.relacl) g
  union all
  select t.id, t.name || '(' || a.attname || ')', t.relowner, t.history, g.*
  from every t join pg_attribute a on a.attrelid = t.oid and a.attacl is not null
       cross join lateral aclexplode(a.attacl) g
), finding (id, object, problem, remedy) as (

  select id, name, 'lacks forced row level security', 'enable and force it'
  from relation where not (relrowsecurity and relforcerowsecurity)

  union all
  select id, name, 'has no sound policy tenant_isolation',
         'write "select guard.protect(''table'')" after "create table"'
  from relation r
  where not exists (
    select from policy p where p.polrelid = r.oid and p.polname = 'tenant_isolation'
      and p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
      and pg_get_expr(p.polqual, p.polrelid) = :policy
      and pg_get_expr(p.polwithcheck, p.polrelid) = :policy)

  union all
  select id, name, 'has the permissive policy ' || polname || ', which opens it', 'drop it or make it restrictive'
  from relation r join policy on polrelid = r.oid
  where polpermissive and polname <> 'tenant_isolation'

  union all
  select id, name, 'has no column tenant_id uuid not null', 'add it'
  from relation where tenant is null

  union all
  select id, name, 'has no primary key', 'write "primary key (tenant_id, id)"'
  from relation r where not exists (select from pg_constraint k where k.conrelid = r.oid and k.contype = 'p')

  union all
  select id, name, 'does not outlive a crash of PostgreSQL', 'alter table set logged'
  from relation where relpersistence <> 'p'

  union all
  select id, 'constraint ' || conname || ' of ' || name, 'does not start with tenant_id in this home', 'add it in front'
  from relation r join pg_constraint k on k.conrelid = r.oid
  where k.contype in ('p', 'u', 'f', 'x')
    and (k.conkey[1] is distinct from r.tenant
         or k.contype = 'x' and not exists (
           select from pg_operator o where o.oid = k.conexclop[1] and o.oprname = '=')
         or k.contype = 'f' and not exists (
           select from relation o
           where o.oid = k.confrelid and o.id = r.id and o.tenant = k.confkey[1]))

  union all
  select id, 'constraint ' || conname || ' of ' || name, 'would change tenant_id', 'write "on delete set null (column)"'
  from relation r join pg_constraint k on k.conrelid = r.oid
  where k.contype = 'f'
    and (k.confdeltype in ('n', 'd') and (k.confdelsetcols is null or r.tenant = any (k.confdelsetcols))
         or k.confupdtype in ('n', 'd'))

  union all
  select id, 'constraint ' || conname || ' of ' || name, 'does not hold for the rows that are there', 'validate it'
  from relation r join pg_constraint k on k.conrelid = r.oid
  where k.contype = 'f' and not k.convalidated

  union all
  select r.id, 'unique index ' || i.indexrelid::regclass || ' of ' || name, 'does not start with tenant_id', 'add it in front'
  from relation r join pg_index i on i.indrelid = r.oid
  where i.indisunique and i.indkey[0] is distinct from r.tenant
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.conrelid = r.oid)

  union all
  select r.id, 'unique index ' || i.indexrelid::regclass || ' of ' || name, 'is not finished', 'drop it and make it again'
  from relation r join pg_index i on i.indrelid = r.oid where i.indisunique and not i.indisvalid

  union all
  select id, name, 'passes policies by', 'make it a view with security_invoker or drop it'
  from every
  where relkind in ('m', 'f')
     or relkind = 'v' and not coalesce(reloptions && array['security_invoker=true', 'security_invoker=on', 'security_invoker=1'], false)

  union all
  select id, name, 'numbers across all tenants', 'use uuid, or keep a counter row for each tenant'
  from every where relkind = 'S'

  union all
  select id, i.inhrelid::regclass::text, 'is a part of ' || i.inhparent::regclass || ', of another home or none', 'keep both in one home'
  from relation r join pg_inherits i on r.oid in (i.inhrelid, i.inhparent)
  where (select count(*) from relation o where o.oid in (i.inhrelid, i.inhparent) and o.id = r.id) < 2

  union all
  select id, 'trigger ' || t.tgname || ' of ' || name, 'runs ' || p.oid::regprocedure || ', which is not of this home', 'drop it, or make the function in this home'
  from relation r join pg_trigger t on t.tgrelid = r.oid join pg_proc p on p.oid = t.tgfoid
  where not t.tgisinternal and p.pronamespace not in (r.schema, 'guard'::regnamespace)

  union all
  select id, 'trigger ' || t.tgname || ' of ' || name, 'is switched off, and its foreign key or rule with it', 'alter table enable trigger all'
  from relation r join pg_trigger t on t.tgrelid = r.oid where t.tgenabled in ('D', 'R')

  union all
  select id, 'rule ' || w.rulename || ' of ' || name, 'rewrites what tenants ask', 'drop it'
  from relation r join pg_rewrite w on w.ev_class = r.oid

  union all
  select id, name, 'is owned by ' || relowner::regrole, 'make ' || me.rolname || ' its owner'
  from every join me on relowner <> me.oid

  union all
  select id, 'schema ' || nspname, 'is owned by ' || nspowner::regrole, 'make ' || me.rolname || ' its owner'
  from home join me on nspowner <> me.oid

  union all
  select id, name, 'grants ' || privilege_type || ' to ' || case grantee when 0 then 'public' else grantee::regrole::text end, 'revoke it'
  from granted
  where grantee <> relowner
    and (history or is_grantable or grantee is distinct from to_regrole(:runtime)::oid
         or privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE'))

  union all
  select id, 'schema ' || nspname, 'grants ' || g.privilege_type || ' to ' || case g.grantee when 0 then 'public' else g.grantee::regrole::text end, 'revoke it'
  from home cross join lateral aclexplode(nspacl) g
  where g.grantee <> nspowner
    and (g.is_grantable or g.privilege_type <> 'USAGE' or g.grantee is distinct from to_regrole(:runtime)::oid)

  union all
  select id, 'schema ' || nspname, 'will grant ' || g.privilege_type || ' on what is made in it to ' || case g.grantee when 0 then 'public' else g.grantee::regrole::text end, 'alter default privileges'
  from home join pg_default_acl d on d.defaclnamespace = home.schema cross join lateral aclexplode(d.defaclacl) g
  where g.grantee <> d.defaclrole

  union all
  select id, 'function ' || p.oid::regprocedure, 'runs with the rights of its owner', 'make it security invoker'
  from home join pg_proc p on p.pronamespace = home.schema where p.prosecdef

  union all
  select id, 'function ' || p.oid::regprocedure, 'is leakproof: it sees rows before the policy', 'make it not leakproof'
  from home join pg_proc p on p.pronamespace = home.schema where p.proleakproof
)
select id, object, problem, remedy from finding order by 1, 2, 3
