-- Operations in steps, spare homes, and the end of a tenant's life.

-- attempts numbers the claims and fences writes; tries counts those since the last finished step.
-- turn orders tenants' operations fairly; origin is a keyed hash of where the public signs up from.
alter table operation
  drop constraint operation_state_check,
  drop constraint operation_check1,
  add constraint operation_state_check
    check (state in ('PENDING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED', 'DEAD')),
  add constraint operation_request_check
    check (request is null or state in ('PENDING', 'RUNNING', 'DEAD')),
  add column turn bigint not null default 0,
  add column tries int not null default 0,
  add column undoing boolean not null default false,
  add column cancel_wanted boolean not null default false,
  add column requested_by text,
  add column origin text;

drop index operation_unfinished;
create index operation_turn on operation (turn, id) where state in ('PENDING', 'RUNNING');
create index operation_turn_of_tenant on operation (tenant_id, turn)
  where state in ('PENDING', 'RUNNING');
create index operation_origin on operation (created_at) where origin is not null;

create table operation_step (
  operation_id uuid not null references operation on delete cascade,
  name         text not null,
  result       jsonb,
  began_at     timestamptz not null default now(),
  done_at      timestamptz,
  undone_at    timestamptz,
  primary key (operation_id, name)
);

-- A spare home is made, migrated and nobody's. One that is given up is being dropped: nobody may make
-- anything of it again.
alter table home
  add column spare boolean not null default false,
  add column given_up boolean not null default false,
  add constraint home_spare_check check (not spare or isolation <> 'SHARED');
create index home_spare on home (server_id, isolation, id) where spare;

-- DELETING: nobody enters, everything is there. PURGING: no way back. DELETED: only the id is left.
alter table tenant
  drop constraint tenant_status_check,
  drop constraint tenant_check,
  add constraint tenant_status_check
    check (status in ('PROVISIONING', 'ACTIVE', 'SUSPENDED', 'DELETING', 'PURGING', 'DELETED', 'FAILED')),
  add constraint tenant_reachable_check
    check (status in ('DELETED', 'FAILED') or (slug is not null and home_id is not null)),
  add column plan text not null default 'standard',
  add column requests_per_second int check (requests_per_second > 0),
  add column concurrent_requests int check (concurrent_requests > 0);

-- Until then visitors are sent to the tenant's new slug, and nobody else gets this one.
create table former_slug (
  slug      text primary key,
  tenant_id uuid not null references tenant,
  until     timestamptz not null
);
create index former_slug_tenant on former_slug (tenant_id);

-- What was removed of a tenant: counts by table and kind, never a value.
create table erasure (
  tenant_id    uuid primary key references tenant,
  operation_id uuid not null,
  requested_by text,
  requested_at timestamptz not null,
  erased_at    timestamptz not null default now(),
  removed      jsonb not null
);
