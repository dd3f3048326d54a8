#!/bin/sh
# Prepares a new PostgreSQL once, as its administrator: the role and the database that the application expects. The PostgreSQL image runs it; by hand: PGUSER=postgres ROWHOUSE_DB_PASSWORD=... sh prepare.sh
# The last statement closes what PostgreSQL opens to every role, and so to the login roles of tenants.
set -eu
psql -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-${PGUSER:-postgres}}" -d postgres <<'SQL'
\getenv password ROWHOUSE_DB_PASSWORD
create role rowhouse login createrole createdb password :'password';
create database rowhouse owner rowhouse;
revoke connect on database postgres, template1 from public;
SQL
