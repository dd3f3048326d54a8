-- Runs that bring the fleet to a version, home by home, and what became of each.

-- Of the scripts that have led to the home's version: an edited script is another fingerprint.
alter table home add column fingerprint text;

-- epoch numbers the nodes that have led the run: who leads no more writes nothing more. decision is
-- made once, before the first home of a run that is atomic over the FLEET is committed.
create table migration_run (
  id uuid primary key,
  state text not null default 'PENDING' check (state in
    ('PENDING', 'REHEARSING', 'APPLYING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'INCOMPLETE', 'CANCELLED')),
  atomic text not null check (atomic in ('HOME', 'FLEET')),
  dry_run boolean not null default false,
  target text not null,
  fingerprint text not null,
  stage text,
  wave int not null default 0,
  waves int not null default 0,
  error text,
  decision text check (decision in ('COMMIT', 'ROLLBACK')),
  epoch bigint not null default 0,
  pause_wanted boolean not null default false,
  requested_by text,
  created_at timestamptz not null default now(),
  started_at timestamptz,
  finished_at timestamptz
);
create unique index migration_run_unfinished on migration_run (fingerprint)
  where state in ('PENDING', 'REHEARSING', 'APPLYING', 'PAUSED');

create table migration_home (
  run_id uuid not null references migration_run on delete cascade,
  home_id uuid not null,
  state text not null default 'WAITING' check (state in
    ('WAITING', 'REHEARSED', 'DONE', 'FAILED', 'LOCKED', 'AWAY', 'SKIPPED')),
  from_version text,
  wave int,
  script text,
  statement text,
  error text,
  tries int not null default 0,
  took_ms bigint,
  primary key (run_id, home_id)
);
create index migration_home_state on migration_home (run_id, state);

-- Like those of operations: what PostgreSQL said of a row may be words of a tenant, and is no sample.
alter table migration_run alter column error set statistics 0;
alter table migration_home
  alter column statement set statistics 0,
  alter column error set statistics 0;
