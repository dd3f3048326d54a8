-- What somebody tries who can run any SQL inside acme's prepared connection. Each "# what" begins an
-- attempt of one or more statements. After "->" stands how its last one must end: "= text" is the first
-- column of the first row, a SQLSTATE the refusal, nothing the absence of any error; "|" separates what
-- is equally good. Whatever it says: no word of globex may appear and nothing of globex may change.
-- {A} {B} tenant ids, {home.A} {home.B} schemas, {sig.A} acme's signature here, {token.B} globex's token
-- of another living backend, {member.B} {project.B} {issue.B} ids of rows, {pid.B} that backend.

# read everything -> = 1
select count(*) from issue
# name the tenant -> = 0
select count(*) from issue where tenant_id = '{B}'
# name the row -> = 0
select count(*) from issue where id = '{issue.B}'
# tautology -> = 1
select count(*) from issue where tenant_id = '{A}' or true or tenant_id = '{B}'
# not mine -> = 0
select count(*) from issue where tenant_id <> '{A}'
# name the home -> = 0
select count(*) from {home.B}.issue where tenant_id <> '{A}'
# every column of the other home
select * from {home.B}.member m left join {home.B}.session s on s.member_id = m.id
# union
select title from issue union all select password_hash from {home.B}.member union all select secret_hash from {home.B}.session
# join on the foreign id -> = 0
select count(*) from issue i join {home.B}.issue o on o.id = '{issue.B}'
# lateral
select x.* from issue, lateral (select * from {home.B}.comment c where c.tenant_id <> issue.tenant_id) x
# common table expression -> = 0
with o as materialized (select * from {home.B}.issue) select count(*) from o where tenant_id = '{B}'
# recursion -> = 0
with recursive r as (select id, 1 as n from {home.B}.project where id = '{project.B}' union all select r.id, n + 1 from r where n < 3) select count(*) from r
# subquery in the answer
select (select string_agg(title, ',') from {home.B}.issue where tenant_id = '{B}'), (select max(email) from {home.B}.member)
# subquery in the order
select title from issue order by (select max(title) from {home.B}.issue where tenant_id = '{B}')
# exists as an oracle -> = f
select exists (select from {home.B}.member where email like 'globex%')
# whole rows as json
select json_agg(to_jsonb(i)) from {home.B}.issue i
# system columns
select ctid, xmin, cmin, tableoid, * from {home.B}.issue
# sample -> = 0
select count(*) from {home.B}.issue tablesample system (100) where tenant_id <> '{A}'
# lock
select * from {home.B}.issue for update
# table command
table {home.B}.issue
# xml of a query
select query_to_xml('select * from {home.B}.issue', true, false, '')
# xml of a table
select table_to_xml('{home.B}.member', true, false, '')
# xml of a schema
select schema_to_xml('{home.B}', true, false, '')
# query inside a text function
select * from ts_stat('select to_tsvector(''simple'', title) from {home.B}.issue')
# rewrite with a query
select ts_rewrite('a & b'::tsquery, 'select to_tsquery(''simple'', ''a''), to_tsquery(''simple'', min(title)) from {home.B}.issue where tenant_id <> ''{A}''')
# error text as a channel: division -> = 1|= 0
select count(*) from {home.B}.issue where 1 / (case when tenant_id = '{A}' then 1 else 0 end) = 1
# error text as a channel: cast -> = 0
select count(*) from {home.B}.issue where tenant_id <> '{A}' and cast(title as int) = 1
# error text as a channel: cast of a subquery -> = ok
select coalesce(cast((select max(password_hash) from {home.B}.member where tenant_id = '{B}') as int)::text, 'ok')
# leaky operator -> = 0
select count(*) from {home.B}.issue where title ~ 'globex'
# cursor
declare c cursor for select * from {home.B}.issue; fetch all from c
# cursor that outlives the transaction
declare c cursor with hold for select * from {home.B}.issue; fetch all from c
# prepared statement
prepare p as select * from {home.B}.issue where tenant_id = '{B}'; execute p; deallocate p
# explain
explain (analyze, verbose, buffers) select * from {home.B}.issue where tenant_id = '{B}'
# anonymous block -> = 0
do $$ begin perform set_config('x.seen', (select count(*)::text from {home.B}.issue where tenant_id = '{B}'), true); end $$; select current_setting('x.seen')
# anonymous block that changes the role -> 42501
do $$ begin execute 'set role {owner}'; end $$
# snapshot
select pg_export_snapshot(); select * from {home.B}.issue
# statistics of columns -> = 0
select count(*) from pg_stats where schemaname in ('{home.A}', '{home.B}')
# extended statistics -> = 0
select count(*) from pg_stats_ext where schemaname in ('{home.A}', '{home.B}')
# the catalog behind the statistics -> 42501
select * from pg_statistic
# planner without the walls -> 42501
set row_security = off; select * from issue
# planner without the walls, inside a select
select set_config('row_security', 'off', true)
# ... and then -> 42501
select set_config('row_security', 'off', true); select * from {home.B}.issue

# forged: no signature -> RH002
select set_config('rowhouse.tenant', '{B}', true); select * from issue
# forged: empty signature -> RH002
select set_config('rowhouse.tenant', '{B}.', true); select * from issue
# forged: signature of another tenant -> RH002
select set_config('rowhouse.tenant', '{B}.{sig.A}', true); select * from issue
# forged: zeros -> RH002
select set_config('rowhouse.tenant', '{B}.' || repeat('0', 64), true); select * from issue
# forged: cut -> RH002
select set_config('rowhouse.tenant', '{A}.' || left('{sig.A}', 63), true); select * from issue
# forged: capitals -> RH002
select set_config('rowhouse.tenant', upper('{A}.{sig.A}'), true); select * from issue
# forged: two tenants -> RH002
select set_config('rowhouse.tenant', '{B}.{A}.{sig.A}', true); select * from issue
# forged: bar -> RH002
select set_config('rowhouse.tenant', '{B}|' || pg_backend_pid() || '.{sig.A}', true); select * from issue
# forged: any -> RH002
select set_config('rowhouse.tenant', '%.{sig.A}', true); select * from issue
# forged: nothing -> RH001
select set_config('rowhouse.tenant', '', true); select * from issue
# forged: null -> RH001
select set_config('rowhouse.tenant', null, true); select * from issue
# forged in a select, all rows -> ok|RH002
select set_config('rowhouse.tenant', '{B}.{sig.A}', true), i.* from {home.B}.issue i
# forged in a condition -> ok|RH002
select * from {home.B}.issue where set_config('rowhouse.tenant', '{B}.{sig.A}', true) is not null
# forged in a union -> ok|RH002
select set_config('rowhouse.tenant', '{B}.{sig.A}', true) union all select title from {home.B}.issue
# forged in a common table expression -> ok|RH002
with c as materialized (select set_config('rowhouse.tenant', '{B}.{sig.A}', true)) select * from c, {home.B}.issue
# forged in the order -> ok|RH002
select title from {home.B}.issue order by set_config('rowhouse.tenant', '{B}.{sig.A}', true)
# forged by SET -> RH002
set local rowhouse.tenant = '{B}.{sig.A}'; select * from issue
# forged by SET for the session -> RH002
set rowhouse.tenant = '{B}.{sig.A}'; select * from issue
# forged by SET for the session, then back -> RH001
set rowhouse.tenant = '{B}.{sig.A}'; set local rowhouse.tenant to default; select * from issue
# forged by update of pg_settings -> RH002
update pg_settings set setting = '{B}.{sig.A}' where name = 'rowhouse.tenant'; select set_config('rowhouse.tenant', '{B}.{sig.A}', true); select * from issue
# replayed from another backend -> RH002
select set_config('rowhouse.tenant', '{token.B}', true); select * from {home.B}.issue
# replayed from another backend, inside a select -> ok|RH002
select set_config('rowhouse.tenant', '{token.B}', true), * from {home.B}.issue
# replayed: a worker has another pid
set local debug_parallel_query = on; set local parallel_setup_cost = 0; set local min_parallel_table_scan_size = 0; select * from {home.B}.issue
# the function asked directly -> = {A}
select guard.current_tenant()
# another time zone
set local timezone = 'Asia/Kolkata'; select * from {home.B}.issue
# another way to write dates ends the connection -> 08006|ok
set local datestyle = 'SQL, DMY'; select * from {home.B}.issue

# role: owner -> 42501
set role {owner}
# role: owner, for the transaction -> 42501
set local role {owner}
# role: owner, as a setting -> 42501
select set_config('role', '{owner}', true)
# role: none
set role none; select * from {home.B}.issue
# role: reset
reset role; select * from {home.B}.issue
# session authorization: owner -> 42501
set session authorization {owner}
# session authorization: superuser -> 42501
set session authorization postgres
# session authorization: as a setting -> 42501
select set_config('session_authorization', 'postgres', true)
# session authorization: reset
reset session authorization; select * from {home.B}.issue
# more power: superuser -> 42501
alter role {runtime} superuser
# more power: bypass -> 42501
alter role {runtime} bypassrls
# more power: of the owner -> 42501
grant {owner} to {runtime}
# more power: of a predefined role -> 42501
grant pg_read_all_data to {runtime}
# more power: a role -> 42501
create role mine
# more power: all settings of all -> 42501
alter database {database} set row_security = off
# more power: triggers off -> 42501
set session_replication_role = replica
# discard all -> 25001
discard all
# discard plans
discard plans; discard sequences; discard temp; select * from {home.B}.issue
# reset all -> RH001
reset all; select * from {home.A}.issue
# commit and go on -> RH001
commit; select * from {home.A}.issue
# roll back and go on -> RH001
rollback; select * from {home.A}.issue
# commit and chain -> RH001|25P01
commit and chain; select * from {home.A}.issue
# savepoints -> ok|25P01
savepoint s; select set_config('rowhouse.tenant', '', true); rollback to savepoint s; select * from {home.B}.issue

# secret: table -> 42501
select * from guard.context_key
# secret: column -> 42501
select inner_pad from guard.context_key
# secret: by xml -> 42501
select query_to_xml('select * from guard.context_key', true, false, '')
# secret: statistics -> = 0
select count(*) from pg_stats where tablename = 'context_key'
# secret: source of the function
select prosrc, pg_get_functiondef(oid) from pg_proc where pronamespace = 'guard'::regnamespace
# secret: rewritten plans in the log
set local debug_print_plan = on; set local debug_print_rewritten = on; set local debug_print_parse = on; set local client_min_messages = log; select * from issue
# secret: talkative function
set local client_min_messages = debug5; set local plpgsql.variable_conflict = use_column; set local plpgsql.print_strict_params = on; select * from issue
# secret: file of the table -> 42501
select pg_read_binary_file(pg_relation_filepath('guard.context_key'))
# secret: replace the function -> 42501
create or replace function guard.current_tenant() returns uuid language sql as $$ select '{B}'::uuid $$
# secret: change the function -> 42501
alter function guard.current_tenant() security invoker
# secret: its path -> 42501
alter function guard.current_tenant() set search_path = {home.A}
# secret: the helper -> 42501
select guard.protect('{home.A}.issue')
# secret: the catalog of tenants -> 42501|42P01
select * from control.tenant
# secret: passwords -> 42501
select * from pg_authid

# shadow: temporary table -> 42501
create temporary table issue (tenant_id uuid)
# shadow: temporary view -> 42501
create temporary view issue as select 1
# shadow: select into -> 42501
select * into temporary stolen from {home.B}.issue
# shadow: function -> 42501
create function pg_temp.current_tenant() returns uuid language sql as $$ select '{B}'::uuid $$
# shadow: operator -> 42501
create function pg_temp.eq(uuid, uuid) returns boolean language sql as $$ select true $$
# shadow: type -> 42501
create type pg_temp.uuid as enum ('x')
# shadow: domain -> 42501
create domain pg_temp.uuid as text
# shadow: in the home -> 42501
create table {home.A}.pg_class (x int)
# shadow: in public -> 42501
create function public.current_tenant() returns uuid language sql as $$ select '{B}'::uuid $$
# shadow: schema -> 42501
create schema mine
# path: the other home -> = 0
select set_config('search_path', '{home.B}', true); select count(*) from issue where tenant_id <> '{A}'
# path: temporary first
set local search_path = pg_temp, {home.B}, pg_catalog; select * from issue
# path: the guard -> 42501
set local search_path = guard; select * from context_key
# path: none at all -> 42P01
set local search_path = ''; select * from issue
# path: catalog last
set local search_path = {home.B}, pg_catalog; select * from issue

# code: view -> 42501
create view {home.A}.v as select * from {home.B}.issue
# code: materialized view -> 42501
create materialized view {home.A}.v as select * from {home.B}.issue
# code: trigger -> 42501
create trigger t before update on {home.A}.issue for each row execute function guard.raise_version()
# code: rule -> 42501
create rule r as on select to {home.A}.issue do instead select * from {home.B}.issue
# code: policy -> 42501
create policy open on {home.A}.issue using (true)
# code: change a policy -> 42501
alter policy tenant_isolation on {home.B}.issue using (true)
# code: drop a policy -> 42501
drop policy tenant_isolation on {home.B}.issue
# code: wall down -> 42501
alter table {home.B}.issue disable row level security
# code: wall not for the owner -> 42501
alter table {home.B}.issue no force row level security
# code: take the table -> 42501
alter table {home.B}.issue owner to {runtime}
# code: grant -> 42501|ok
grant select on {home.B}.issue to public
# code: extension -> 42501
create extension dblink
# code: foreign server -> 42501
create foreign data wrapper w
# code: language -> 42501
create language plperlu
# code: library -> 42501|58P01
load 'auto_explain'
# code: event trigger -> 42501
create event trigger e on ddl_command_start execute function guard.raise_version()
# code: publication -> 42501
create publication p for all tables
# code: cast -> 42501
create cast (text as uuid) with inout as implicit
# code: operator -> 42501
create operator {home.A}.= (leftarg = uuid, rightarg = uuid, function = uuid_ne)
# code: dblink is not there -> 42883
select * from dblink('dbname={database}', 'select 1') as t(x int)
# file: read -> 42501
select pg_read_file('postgresql.conf')
# file: list -> 42501
select pg_ls_dir('.')
# file: large object -> 42501
select lo_import('/etc/passwd')
# file: out -> 42501
select lo_export(1, '/tmp/x')
# file: program -> 42501
copy (select 1) to program 'true'
# file: server file -> 42501
copy (select * from {home.B}.issue) to '/tmp/x'
# large object of my own
select lo_from_bytea(4711, 'acme'); select lo_get(4711); select lo_unlink(4711)
# large objects as they lie -> 42501
select * from pg_largeobject
# sessions of others: what they bound
select query, application_name, client_addr from pg_stat_activity
# sessions of others: the text of one
select pg_stat_get_backend_activity(s) from pg_stat_get_backend_idset() s
# statements prepared here
select * from pg_prepared_statements
# cursors here
select * from pg_cursors
# settings
select * from pg_settings where name like '%tenant%' or name like '%pass%'
# advisory lock
select pg_advisory_xact_lock(4711), pg_try_advisory_xact_lock_shared(1, 2)
# advisory lock of the session
select pg_advisory_lock(4712), pg_advisory_unlock(4712), pg_try_advisory_lock(4713)
# advisory locks of others
select * from pg_locks
# notify
notify tenants, 'acme'; select pg_notify('tenants', 'acme')
# listen
listen tenants; select pg_notification_queue_usage(), * from pg_listening_channels()
# the log of changes -> 42501
select pg_logical_emit_message(true, 'x', 'y')::text from pg_create_logical_replication_slot('s', 'test_decoding')

# write: their row, by tenant
update {home.B}.issue set title = 'stolen' where tenant_id = '{B}'
# write: their row, by id
update {home.B}.issue set title = 'stolen', version = 9 where id = '{issue.B}'
# write: everything there
update {home.B}.project set name = 'stolen' where tenant_id <> '{A}'
# write: remove theirs
delete from {home.B}.member where tenant_id <> '{A}'
# write: remove by a reference
delete from {home.B}.comment using issue where comment.issue_id <> issue.id and comment.tenant_id <> '{A}'
# write: in a common table expression
with d as (delete from {home.B}.issue where tenant_id <> '{A}' returning *) select * from d
# write: merge -> 42501
merge into {home.B}.project p using (select '{project.B}'::uuid as id) s on p.id = s.id and p.tenant_id = '{B}' when matched then update set name = 'stolen' when not matched then insert values ('{B}', '{project.B}', 1, 'KEY', 'stolen', null, now(), now())
# write: a row of theirs -> 42501
insert into {home.B}.project values ('{B}', gen_random_uuid(), 1, 'MINE', 'stolen', null, now(), now())
# write: over a row of theirs -> 42501
insert into {home.B}.project values ('{B}', '{project.B}', 1, 'KEY', 'stolen', null, now(), now()) on conflict (tenant_id, id) do update set name = 'stolen' returning *
# write: probe a key of theirs -> 42501
insert into {home.B}.project values ('{B}', gen_random_uuid(), 1, 'KEY', 'x', null, now(), now()) on conflict do nothing
# write: give mine away -> 42501
update issue set tenant_id = '{B}'
# write: take a key of theirs
insert into project values ('{A}', '{project.B}', 1, 'TAKEN', 'acme', null, now(), now())
# write: refer to a row of theirs -> 23503
update issue set project_id = '{project.B}'
# write: probe a reference -> 23503
insert into comment values ('{A}', gen_random_uuid(), 1, '{issue.B}', null, 'x', now(), now())
# write: empty the table -> 42501
truncate {home.B}.issue
# write: drop the table -> 42501
drop table {home.B}.issue
# write: drop the home -> 42501
drop schema {home.B} cascade
# write: copy in -> 0A000|42501
copy {home.B}.issue from program 'true'
# write: the history of migrations -> 42501
delete from {home.B}.flyway_schema_history
# write: the catalog -> 42501
update pg_class set relrowsecurity = false
# write: constraints later
set constraints all deferred; delete from {home.B}.project where id = '{project.B}'
# write: a lock, then theirs
lock table issue in share row exclusive mode; update {home.B}.issue set title = 'stolen' where tenant_id = '{B}'
# write: a note on their table -> 42501
comment on table {home.B}.issue is 'stolen'
# write: an index of theirs -> 42501
drop index {home.B}.issue_created
# write: a large object of theirs is nobody's -> 42704
select lo_unlink(4711)
