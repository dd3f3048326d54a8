package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** Whatever somebody opens, by a later script or by hand, is found. */
class HomeChecksIT {

  private static TestPlane plane;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void nothing_is_found_where_nothing_was_opened(Isolation isolation) {
    Home home = isolation == Isolation.SHARED ? plane.sharedHome() : made(isolation);
    assertThat(plane.checks.findings(home)).isEmpty();
    assertThat(plane.checks.aroundHome(home)).isEmpty();
  }

  private static Home made(Isolation isolation) {
    Home home = plane.newHome(isolation);
    plane.migrator.migrate(home);
    return home;
  }

  private static void script(Handle handle, Home home, String script) {
    handle.execute("set search_path to " + home.schema());
    handle
        .createScript(
            script
                .replace("runtime_role", plane.connections.runtime(home).user())
                .replace("this_home", home.schema()))
        .execute();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter table issue add unique (title)                          | issue_title_key
          create unique index by_title on issue (title)                 | unique index
          create unique index by_lower on issue (lower(title), tenant_id) | by_lower
          create unique index one on project (id); alter table comment add foreign key (id) references project (id) not valid | constraint comment_id_fkey
          alter table issue add exclude using btree (title with =)      | does not start with tenant_id
          create policy open on issue using (true)                      | permissive policy open
          alter policy tenant_isolation on issue using (true)           | tenant_isolation
          alter policy tenant_isolation on issue with check (true)      | tenant_isolation
          alter policy tenant_isolation on issue to current_user        | tenant_isolation
          grant select on issue to public                               | SELECT to public
          grant select (title) on issue to public                       | issue(title) grants
          grant truncate on issue to runtime_role                       | grants TRUNCATE
          grant references on issue to runtime_role                     | grants REFERENCES
          grant select on issue to runtime_role with grant option       | grants SELECT
          grant select on flyway_schema_history to runtime_role         | flyway_schema_history
          grant create on schema this_home to runtime_role              | grants CREATE
          create view all_of_it as select * from issue                  | all_of_it passes policies by
          create function f() returns int language sql security definer return 1 | function
          alter table issue disable row level security                  | lacks forced
          drop policy tenant_isolation on issue                         | guard.protect
          create table loose (id uuid primary key)                      | has no column tenant_id
          create table keyless (tenant_id uuid not null)                | has no primary key
          create unlogged table u (tenant_id uuid not null, id uuid, primary key (tenant_id, id)) | does not outlive a crash
          create materialized view copy as select * from issue with no data | copy passes policies by
          create sequence numbers                                       | numbers across all tenants
          alter table issue add column n int generated always as identity | numbers across all tenants
          create table part (tenant_id uuid not null, id uuid, primary key (tenant_id, id)) partition by hash (tenant_id); create table part_0 partition of part for values with (modulus 1, remainder 0) | part_0 lacks forced
          create table child () inherits (issue)                        | child lacks forced
          alter table issue set (autovacuum_enabled = on); create schema aside; create table aside.child () inherits (issue); | is a part of
          create function public.spy() returns trigger language plpgsql as 'begin return new; end'; create trigger spy after insert on issue execute function public.spy() | trigger spy
          create rule r as on insert to issue do also select 1          | rewrites what tenants ask
          alter table issue owner to runtime_role                       | is owned by
          alter default privileges in schema this_home grant select on tables to public | will grant
          alter table issue add foreign key (tenant_id, assignee) references member (tenant_id, id) on delete set null not valid | would change tenant_id
          alter table issue add constraint late foreign key (tenant_id, assignee) references member (tenant_id, id) not valid | does not hold for the rows
          alter table issue disable trigger all                         | is switched off
          """)
  void what_is_opened_in_a_home_is_found(String script, String finding) {
    Home home = made(Isolation.SCHEMA);
    plane.superuser().useHandle(h -> h.execute("drop schema if exists aside cascade"));
    boolean asSuperuser = script.contains("owner to") || script.contains("trigger all");
    (asSuperuser ? plane.superuser() : plane.owner()).useHandle(h -> script(h, home, script));

    assertThat(plane.checks.findings(home))
        .extracting(Finding::toString)
        .anySatisfy(found -> assertThat(found).contains(finding, ": "))
        .anySatisfy(found -> assertThat(found).contains(home.schema()));
    plane.superuser().useHandle(h -> h.execute("drop schema " + home.schema() + " cascade"));
  }

  /** Each is undone, as the database is everybody's here. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alter role runtime_role bypassrls               | alter role runtime_role nobypassrls          | has BYPASSRLS
          grant pg_read_all_data to runtime_role          | revoke pg_read_all_data from runtime_role    | is a member of another role
          alter role runtime_role set row_security = off  | alter role runtime_role reset all            | has settings of its own
          grant temporary on database this_one to runtime_role | revoke temporary on database this_one from runtime_role | can create temporary tables
          grant create on database this_one to runtime_role | revoke create on database this_one from runtime_role | can create schemas
          grant connect on database this_one to public    | revoke connect on database this_one from public | lets public connect
          grant create on schema public to runtime_role   | revoke create on schema public from runtime_role | create in it
          create view public.all_of_it as select 1; grant select on public.all_of_it to runtime_role | drop view public.all_of_it | all_of_it can be used by
          grant select on guard.context_key to runtime_role | revoke select on guard.context_key from runtime_role | context_key can be used by
          grant select on control.tenant to runtime_role  | revoke select on control.tenant from runtime_role | control.tenant can be used by
          grant select on pg_statistic to public          | revoke select on pg_statistic from public    | pg_statistic can be read
          create function public.f() returns int language sql security definer return 1 | drop function public.f() | f() runs with the rights of its owner
          grant execute on function pg_read_file(text) to public | revoke execute on function pg_read_file(text) from public | at the server's files
          create extension postgres_fdw                   | drop extension postgres_fdw                  | opens further ways
          create extension dblink                         | drop extension dblink                        | opens further ways
          grant set on parameter session_replication_role to runtime_role | revoke set on parameter session_replication_role from runtime_role | parameter session_replication_role
          alter default privileges grant select on tables to public | alter default privileges revoke select on tables from public | will grant SELECT
          alter function guard.current_tenant() security invoker | alter function guard.current_tenant() security definer | not as its script makes it
          alter function guard.current_tenant() volatile  | alter function guard.current_tenant() stable | not as its script makes it
          """)
  void what_is_opened_around_homes_is_found(String open, String close, String finding) {
    Home home = plane.sharedHome();
    try {
      superuser(home, open);
      assertThat(plane.checks.aroundHome(home))
          .extracting(Finding::toString)
          .anySatisfy(found -> assertThat(found).contains(finding, ": "));
    } finally {
      superuser(home, close);
    }
    assertThat(plane.checks.aroundHome(home)).isEmpty();
  }

  private static void superuser(Home home, String script) {
    plane.superuser().useHandle(h -> script(h, home, script.replace("this_one", plane.database)));
  }

  @Test
  void an_own_database_lets_nobody_else_in() {
    Home home = made(Isolation.DATABASE);
    String grant = "connect on database " + home.database() + " ";
    plane.owner().useHandle(h -> h.execute("grant " + grant + "to " + plane.role.name()));
    assertThat(plane.checks.findings(home))
        .singleElement()
        .asString()
        .contains(home.database(), "lets " + plane.role.name() + " connect");
  }
}
