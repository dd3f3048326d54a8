-- The third wall. A plain setting falls to one SQL injection (set_config is callable in a SELECT),
-- so the tenant context is signed with a key that only the owner of this schema can read.

create table context_key (
  only_one  boolean primary key default true check (only_one),
  inner_pad bytea not null check (length(inner_pad) = 64),
  outer_pad bytea not null check (length(outer_pad) = 64)
);

-- HMAC-SHA-256 pads (RFC 2104) of a random key that is kept nowhere else.
do $$
declare
  secret bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
                  || decode(repeat('00', 32), 'hex');
  inner_pad bytea := secret;
  outer_pad bytea := secret;
begin
  for i in 0..63 loop
    inner_pad := set_byte(inner_pad, i, get_byte(secret, i) # 54);
    outer_pad := set_byte(outer_pad, i, get_byte(secret, i) # 92);
  end loop;
  insert into context_key (inner_pad, outer_pad) values (inner_pad, outer_pad);
end $$;

-- The tenant of this connection; raises when there is none or the signature is not for this backend.
create function current_tenant() returns uuid
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
  if split_part(context, '.', 2) is distinct from encode(
       sha256(key.outer_pad || sha256(key.inner_pad || convert_to(tenant || '|' || pg_backend_pid(), 'UTF8'))), 'hex') then
    raise exception 'the tenant context of this connection is not signed for it' using errcode = 'RH002';
  end if;
  return tenant::uuid;
end $$;

-- A row that changes without its writer's knowledge (a foreign key sets a column to null) is another
-- version of it all the same: the version is what clients hold as ETag.
create function raise_version() returns trigger
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
begin
  new.version := old.version + 1;
  return new;
end $$;

-- One call makes a table of db/tenant safe, or fails the migration and says what to write.
create function protect(target regclass) returns void
  language plpgsql
  set search_path = pg_catalog, pg_temp
as $$
declare
  tenant smallint;
  flaw   text;
begin
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
           or contype = 'f' and (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1]) <> 'tenant_id');
  if flaw is not null then
    raise exception 'constraint % of table % does not start with tenant_id: add it in front', flaw, target;
  end if;
  select indexrelid::regclass::text into flaw from pg_index
    where indrelid = target and indisunique and indkey[0] <> tenant;
  if flaw is not null then
    raise exception 'unique index % of table % does not start with tenant_id: add it in front', flaw, target;
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

revoke all on function current_tenant(), raise_version(), protect(regclass) from public;
grant execute on function current_tenant() to ${runtime};
grant usage on schema guard to ${runtime};
