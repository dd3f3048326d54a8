-- Domains of tenants' own. Any tenant may claim a name; who has proved that it is his is served
-- there, and nobody else. A row stays when it is removed: every node must hear of the end.
create table domain (
  id uuid primary key,
  tenant_id uuid not null references tenant,
  name text not null check (name = lower(name) and length(name) between 4 and 253),
  state text not null default 'CLAIMED' check (state in ('CLAIMED', 'PROVEN', 'LOST', 'REMOVED')),
  token text not null,
  misses int not null default 0,
  check_at timestamptz,
  proven_at timestamptz,
  version bigint not null default 1,
  change bigint not null,
  created_at timestamptz not null default now(),
  check ((state = 'PROVEN') = (check_at is not null))
);
create unique index domain_holder on domain (name) where state = 'PROVEN';
create unique index domain_claim on domain (tenant_id, name) where state <> 'REMOVED';
create index domain_change on domain (change);
create index domain_check on domain (check_at) where check_at is not null;

-- Only a change of state is one that requests must know of.
create trigger domain_number_change before insert or update of state on domain
  for each row execute function number_change();
