-- The signature is compared by hashes of it, so that the time that a comparison takes tells nothing
-- about the right one.
create or replace function current_tenant() returns uuid
  language plpgsql stable parallel restricted security definer
  set search_path = pg_catalog, pg_temp
as $$
declare
  context text := current_setting('rowhouse.tenant', true);
  tenant  text := split_part(context, '.', 1);
  key     guard.context_key;
begin
  if context is null or context = '' then
    raise exception 'no tenant is current on this connection' using errcode = 'RH001';
  end if;
  select * into strict key from guard.context_key;
  if sha256(convert_to(split_part(context, '.', 2), 'UTF8')) is distinct from sha256(convert_to(encode(
       sha256(key.outer_pad || sha256(key.inner_pad || convert_to(tenant || '|' || pg_backend_pid(), 'UTF8'))), 'hex'), 'UTF8')) then
    raise exception 'the tenant context of this connection is not signed for it' using errcode = 'RH002';
  end if;
  return tenant::uuid;
end $$;

-- One call makes a table of db/tenant safe, or fails the migration and says what to write.
create or replace function protect(target regclass) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  tenant smallint;
  flaw   text;
begin
  if not exists (select from pg_class where oid = target and relkind in ('r', 'p') and relpersistence = 'p') then
    raise exception '% is no ordinary table: only tables hold what is a tenant''s', target;
  end if;
  select attnum into tenant from pg_attribute
    where attrelid = target and attname = 'tenant_id' and atttypid = 'uuid'::regtype and attnotnull;
  if tenant is null then
    raise exception 'table % has no column "tenant_id uuid not null": add it', target;
  end if;
  if not exists (select from pg_constraint where conrelid = target and contype = 'p') then
    raise exception 'table % has no primary key: write "primary key (tenant_id, id)"', target;
  end if;
  select conname into flaw from pg_constraint
    where conrelid = target and contype in ('p', 'u', 'f', 'x')
      and (conkey[1] <> tenant
           or contype = 'x' and not exists (select from pg_operator o where o.oid = conexclop[1] and o.oprname = '=')
           or contype = 'f' and (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1]) <> 'tenant_id');
  if flaw is not null then
    raise exception 'constraint % of table % does not start with tenant_id: add it in front', flaw, target;
  end if;
  select conname into flaw from pg_constraint
    where conrelid = target and contype = 'f'
      and (confdeltype in ('n', 'd') and (confdelsetcols is null or tenant = any (confdelsetcols))
           or confupdtype in ('n', 'd'));
  if flaw is not null then
    raise exception 'constraint % of table % would change tenant_id: write "on delete set null (column)" with the column''s name', flaw, target;
  end if;
  select indexrelid::regclass::text into flaw from pg_index
    where indrelid = target and indisunique and indkey[0] <> tenant;
  if flaw is not null then
    raise exception 'unique index % of table % does not start with tenant_id: add it in front', flaw, target;
  end if;
  select attname into flaw from pg_attribute a
    where attrelid = target and attnum > 0 and not attisdropped
      and (attidentity <> '' or exists (
        select from pg_depend d join pg_attrdef f on d.classid = 'pg_attrdef'::regclass and d.objid = f.oid
               join pg_class s on d.refclassid = 'pg_class'::regclass and d.refobjid = s.oid and s.relkind = 'S'
        where f.adrelid = target and f.adnum = a.attnum));
  if flaw is not null then
    raise exception 'column % of table % is numbered across all tenants: write "uuid", or keep a counter row for each tenant', flaw, target;
  end if;
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant_isolation on %s using (tenant_id = (select guard.current_tenant()))'
                 || ' with check (tenant_id = (select guard.current_tenant()))', target);
  if exists (select from pg_attribute where attrelid = target and attname = 'version' and not attisdropped) then
    execute format('create trigger raise_version before update on %s for each row'
                   || ' when (old.version = new.version) execute function guard.raise_version()', target);
  end if;
  execute format('grant select, insert, update, delete on %s to %I', target, '${runtime}');
end $$;
