-- Which servers, homes and tenants there are, and the long work done for them.

-- Every write of a home or tenant takes the next number of this one row and keeps the row locked
-- until it commits: numbers become visible in their own order, so that a reader who asks for
-- "change > the last I saw" misses nothing. A transaction that writes several such rows locks the
-- counter first, or two of them could wait for each other.
create table change_counter (
  one boolean primary key default true check (one),
  value bigint not null
);
insert into change_counter (value) values (0);

create function number_change() returns trigger
  language plpgsql
  set search_path from current
as $$
begin
  update change_counter set value = value + 1 returning value into new.change;
  return new;
end
$$;

create table server (
  id uuid primary key,
  name text not null unique,
  created_at timestamptz not null default now()
);

create table home (
  id uuid primary key,
  isolation text not null check (isolation in ('SHARED', 'SCHEMA', 'DATABASE')),
  server_id uuid not null references server,
  database_name text not null,
  schema_name text not null check (schema_name ~ '^h_[0-9a-f]{32}$'),
  state text not null default 'PENDING' check (state in ('PENDING', 'READY', 'FAILED')),
  version text,
  error text,
  change bigint not null,
  created_at timestamptz not null default now(),
  unique (server_id, database_name, schema_name)
);
create index home_change on home (change);

create trigger home_number_change before insert or update on home
  for each row execute function number_change();

-- The slug is null where the tenant can never be reached again. Rows stay: ids are never reused,
-- and every node must hear of the end.
create table tenant (
  id uuid primary key,
  slug text unique check (slug ~ '^[a-z0-9](-?[a-z0-9]){1,38}$' and length(slug) <= 40),
  organization text not null,
  status text not null check (status in ('PROVISIONING', 'ACTIVE', 'SUSPENDED', 'FAILED')),
  isolation text not null check (isolation in ('SHARED', 'SCHEMA', 'DATABASE')),
  home_id uuid references home,
  change bigint not null,
  created_at timestamptz not null default now(),
  check (status = 'FAILED' or (slug is not null and home_id is not null))
);
create index tenant_change on tenant (change);
create index tenant_home on tenant (home_id);
create unique index tenant_own_home on tenant (home_id) where isolation <> 'SHARED';

create trigger tenant_number_change before insert or update on tenant
  for each row execute function number_change();

create table operation (
  id uuid primary key,
  kind text not null,
  state text not null default 'PENDING' check (state in ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED')),
  tenant_id uuid references tenant,
  request jsonb,
  done int not null default 0,
  total int not null,
  step text,
  error text,
  attempts int not null default 0,
  due_at timestamptz not null default now(),
  lease_until timestamptz,
  idempotency_key text,
  fingerprint text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz,
  unique (kind, idempotency_key),
  check ((idempotency_key is null) = (fingerprint is null)),
  check (request is null or state in ('PENDING', 'RUNNING'))
);
create index operation_unfinished on operation (due_at) where state in ('PENDING', 'RUNNING');
create index operation_tenant on operation (tenant_id);
