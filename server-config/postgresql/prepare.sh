#!/bin/sh
# Prepares a new PostgreSQL once, as its administrator: the role and the database that the application expects. The PostgreSQL image runs it; by hand: PGUSER=postgres ROWHOUSE_DB_PASSWORD=... sh prepare.sh
# The rest closes what PostgreSQL opens to every role, and so to the roles that tenants' SQL runs as: other databases, and in the common one the functions by which one connection holds up or ends another, or keeps what belongs to no tenant.
set -eu
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-${PGUSER:-postgres}}" -d postgres <<'SQL'
\getenv password ROWHOUSE_DB_PASSWORD
create role rowhouse login createrole createdb password :'password';
create database rowhouse owner rowhouse;
revoke connect on database postgres, template1 from public;
\connect rowhouse
do $$
declare
  name regprocedure;
begin
  for name in select oid from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace
      and (proname ~ '^pg_(try_)?advisory_'
           or proname in ('pg_terminate_backend', 'pg_cancel_backend', 'pg_notify', 'lo_create', 'lo_creat', 'lo_from_bytea', 'lo_put', 'lowrite'))
  loop
    execute format('revoke execute on function %s from public', name);
    execute format('grant execute on function %s to rowhouse', name);
  end loop;
end $$;
SQL
