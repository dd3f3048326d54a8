package org.rowhouse.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.controlplane.Rows;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** All homes get a version together, or none does. */
class FleetRunIT {

  private static final String COLUMN = "alter table project add column stage text;";
  private static final Tempo TEMPO = new Tempo(Duration.ofMillis(100), Duration.ofSeconds(1), 3);
  private static final Policy QUICK =
      new Policy(TEMPO, Duration.ofMillis(300), 10, Duration.ofSeconds(5));

  private TestPlane plane;

  @BeforeEach
  void migrate() {
    plane = TestPlane.migrated();
  }

  @Test
  void every_home_gets_the_scripts_and_flyway_accepts_it() {
    Home schema = made(Isolation.SCHEMA);
    Home database = made(Isolation.DATABASE);
    NextVersion next =
        NextVersion.of(
            plane,
            COLUMN,
            "create table note (tenant_id uuid not null, id uuid not null, body text not null,"
                + " primary key (tenant_id, id));\nselect guard.protect('note'); -- the end");
    assertThat(next.isBehind()).isTrue();

    FleetRun run = next.conduct(QUICK);

    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertThat(next.isBehind()).isFalse();
    assertThat(next.versions()).containsExactly("1001");
    assertThat(plane.runHomes.count(run.id())).containsExactly(Map.entry(done(), 3L));
    for (Home home : List.of(plane.sharedHome(), schema, database)) {
      Flyway flyway = next.flyway(home);
      flyway.validate();
      assertThat(flyway.info().pending()).isEmpty();
      assertThat(flyway.migrate().migrationsExecuted).isZero();
      assertThat(plane.checks.findings(home)).isEmpty();
    }
  }

  @Test
  void flyway_accepts_a_home_that_it_never_saw() {
    NextVersion now = NextVersion.of(plane);
    for (Isolation isolation : List.of(Isolation.SCHEMA, Isolation.DATABASE)) {
      Flyway flyway = now.flyway(made(isolation));
      flyway.validate();
      assertThat(flyway.migrate().migrationsExecuted).isZero();
      assertThat(flyway.info().applied()).hasSize(now.plan.size());
    }
  }

  @Test
  void nothing_is_changed_anywhere_when_one_home_would_fail() {
    made(Isolation.SCHEMA);
    TenantRow tenant = tenant("full");
    member(tenant, "a@x.example", "Ada");
    member(tenant, "b@x.example", "Ada");
    NextVersion next =
        NextVersion.of(plane, COLUMN, "alter table member add unique (tenant_id, name);");

    FleetRun run = next.conduct(QUICK);

    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("Nothing was changed", tenant.homeId().toString());
    assertThat(plane.runHomes.results(run.id(), HomeResult.State.FAILED, null, 10))
        .singleElement()
        .satisfies(
            result -> {
              assertThat(result.homeId()).isEqualTo(tenant.homeId());
              assertThat(result.script()).isEqualTo("V1001__next.sql");
              assertThat(result.statement())
                  .isEqualTo("alter table member add unique (tenant_id, name)");
              assertThat(result.error()).contains("could not create unique index");
            });
    assertThat(next.versions()).doesNotContain("1000", "1001");
    assertThat(columns("stage")).isZero();
    assertThat(plane.homes.page(null, 10)).allMatch(home -> home.state() == Home.State.READY);
  }

  @Test
  void a_script_that_leaves_a_table_open_reaches_no_home() {
    made(Isolation.SCHEMA);
    NextVersion next =
        NextVersion.of(
            plane,
            "create table note (tenant_id uuid not null, id uuid not null,"
                + " primary key (tenant_id, id));");
    FleetRun run = next.conduct(QUICK);
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error()).contains("note lacks forced row level security");
    assertThat(next.versions()).doesNotContain("1000");
  }

  @Test
  void a_dry_run_changes_nothing() {
    made(Isolation.SCHEMA);
    NextVersion next = NextVersion.of(plane, COLUMN);
    FleetRun run = next.dryRun();
    assertThat(run.state()).isEqualTo(State.SUCCEEDED);
    assertThat(columns("stage")).isZero();
    assertThat(next.isBehind()).isTrue();
    assertThat(plane.runHomes.count(run.id()))
        .containsExactly(Map.entry(HomeResult.State.REHEARSED, 2L));
  }

  @Test
  void a_script_that_was_edited_after_homes_had_it_is_refused() {
    NextVersion next = NextVersion.of(plane, COLUMN);
    next.conduct(QUICK);
    assertThatThrownBy(() -> next.edited(1000, COLUMN + " -- better").isBehind())
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("version 1000");
  }

  @Test
  void a_home_that_is_elsewhere_than_the_catalog_says_is_found_where_it_is() {
    Home ahead = made(Isolation.SCHEMA);
    Home behind = made(Isolation.SCHEMA);
    NextVersion next = NextVersion.of(plane, COLUMN);
    next.flyway(ahead).migrate();
    plane
        .owner()
        .useHandle(
            h -> {
              h.execute("drop table " + behind.schema() + ".invitation");
              h.execute(
                  "delete from "
                      + behind.schema()
                      + ".flyway_schema_history where script like 'V6%'");
            });
    FleetRun run = next.conduct(QUICK);
    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertThat(next.versions()).containsExactly("1000");
    for (Home home : List.of(ahead, behind)) {
      next.flyway(home).validate();
      assertThat(next.flyway(home).info().pending()).isEmpty();
    }
  }

  @Test
  void a_home_with_another_history_is_named() {
    Home other = made(Isolation.SCHEMA);
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update "
                        + other.schema()
                        + ".flyway_schema_history set checksum = 1 where script like 'V2%'"));
    FleetRun run = NextVersion.of(plane, COLUMN).conduct(QUICK);
    assertThat(run.state()).isEqualTo(State.FAILED);
    assertThat(run.error())
        .contains(other.id().toString(), "V2__project.sql was changed after this home had it");
  }

  @Test
  void rows_of_every_tenant_are_changed_behind_forced_policies() {
    TenantRow one = tenant("one");
    TenantRow two = tenant("two", Isolation.SHARED);
    TenantRow three = tenant("three", Isolation.SHARED);
    List.of(one, two, three).forEach(tenant -> member(tenant, "a@x.example", "Ada"));
    NextVersion silent = NextVersion.of(plane, "update member set name = upper(name);");
    FleetRun refused = silent.conduct(QUICK);
    assertThat(refused.state()).isEqualTo(State.FAILED);
    assertThat(refused.error()).contains("no tenant is current", "update member");

    NextVersion next =
        NextVersion.of(plane, "-- rowhouse: each tenant\nupdate member set name = upper(name);");
    FleetRun run = next.conduct(QUICK);

    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    for (TenantRow tenant : List.of(one, two, three)) {
      assertThat(Rows.members(plane, tenant)).anyMatch(row -> row.contains("ADA"));
    }
  }

  @Test
  void a_foreign_key_is_proven_behind_forced_policies() {
    TenantRow tenant = tenant("full");
    member(tenant, "a@x.example", "Ada");
    String key =
        "alter table member add column boss uuid;\n"
            + "alter table member add constraint member_boss foreign key (tenant_id, boss)"
            + " references member (tenant_id, id) not valid;\n";
    String validate = "alter table member validate constraint member_boss;\n";
    FleetRun refused = NextVersion.of(plane, key + validate).conduct(QUICK);
    assertThat(refused.error()).contains("no tenant is current", "validate constraint");

    NextVersion next =
        NextVersion.of(
            plane,
            key
                + "alter table member no force row level security;\n"
                + validate
                + "alter table member force row level security;\n");
    FleetRun run = next.conduct(QUICK);
    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    Home home = plane.homes.byId(tenant.homeId()).orElseThrow().home();
    assertThat(plane.checks.findings(home)).isEmpty();
  }

  @Test
  void indexes_are_made_concurrently_and_rows_filled_in_batches_between_other_scripts() {
    TenantRow one = tenant("one");
    TenantRow two = tenant("two", Isolation.SHARED);
    for (int i = 0; i < 7; i++) {
      member(one, "a" + i + "@x.example", "Ada");
      member(two, "a" + i + "@x.example", "Ada");
    }
    NextVersion next =
        NextVersion.of(
            plane,
            "alter table member add column initial text;",
            "create index concurrently member_initial on member (tenant_id, initial);",
            """
            -- rowhouse: in batches
            update member set initial = left(name, 1)
            where id in (select id from member where initial is null limit 3)
            """,
            "alter table member alter column initial set not null;");
    invalidIndex(one);

    FleetRun run = next.conduct(QUICK);

    assertThat(run.state()).as(run.error()).isEqualTo(State.SUCCEEDED);
    assertThat(next.versions()).containsExactly("1003");
    for (TenantRow tenant : List.of(one, two)) {
      Home home = plane.homes.byId(tenant.homeId()).orElseThrow().home();
      assertThat(Rows.members(plane, tenant)).hasSizeGreaterThanOrEqualTo(7);
      assertThat(valid(home, "member_initial")).isTrue();
      next.flyway(home).validate();
    }
    assertThat(made(Isolation.SCHEMA)).isNotNull();
  }

  /** As a killed {@code create index concurrently} leaves it. */
  private void invalidIndex(TenantRow tenant) {
    Home home = plane.homes.byId(tenant.homeId()).orElseThrow().home();
    plane
        .superuser()
        .useHandle(
            h -> {
              h.execute("create index member_initial on " + home.schema() + ".member (email)");
              h.execute(
                  "update pg_index set indisvalid = false where indexrelid = cast(? as regclass)",
                  home.schema() + ".member_initial");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"access share", "access exclusive"})
  void a_home_that_somebody_keeps_locked_holds_up_no_other(String mode) throws Exception {
    Home locked = made(Isolation.SCHEMA);
    for (int i = 0; i < 4; i++) {
      made(Isolation.SCHEMA);
    }
    NextVersion next = NextVersion.of(plane, COLUMN);
    FleetRun run;
    CompletableFuture<Duration> longest;
    try (Connection holder = plane.source.getConnection();
        Statement statement = holder.createStatement()) {
      holder.setAutoCommit(false);
      statement.execute("lock table " + locked.schema() + ".project in " + mode + " mode");
      AtomicBoolean reads = new AtomicBoolean(mode.equals("access share"));
      longest = CompletableFuture.supplyAsync(() -> longestRead(locked, reads));
      run = next.conduct(QUICK);
      reads.set(false);
      holder.rollback();
    }
    assertThat(longest.get(30, TimeUnit.SECONDS))
        .as("a reader behind the script that waits")
        .isLessThan(TEMPO.lockTimeout().multipliedBy(7));
    assertThat(run.state()).isEqualTo(State.INCOMPLETE);
    assertThat(plane.runHomes.results(run.id(), HomeResult.State.LOCKED, null, 10))
        .singleElement()
        .matches(result -> result.homeId().equals(locked.id()) && result.tries() > 1);
    assertThat(plane.homes.byId(locked.id()).orElseThrow().state()).isEqualTo(Home.State.READY);
    assertThat(columns("stage")).isEqualTo(5);

    assertThat(next.conduct(QUICK).state()).isEqualTo(State.SUCCEEDED);
    assertThat(columns("stage")).isEqualTo(6);
  }

  /** Planning takes the lock that a tenant's request takes. */
  private Duration longestRead(Home home, AtomicBoolean goesOn) {
    String read = "explain select id from " + home.schema() + ".project";
    return plane
        .owner()
        .withHandle(
            h -> {
              long longest = 0;
              while (goesOn.get()) {
                long begun = System.nanoTime();
                h.execute(read);
                longest = Math.max(longest, System.nanoTime() - begun);
              }
              return Duration.ofNanos(longest);
            });
  }

  @Test
  void a_home_that_fails_although_its_rehearsal_went_well_is_quarantined() {
    List<Home> homes = Stream.generate(() -> made(Isolation.SCHEMA)).limit(5).toList();
    Home victim = homes.get(2);
    NextVersion next =
        NextVersion.of(
            plane,
            COLUMN
                + "do $$ begin if current_schema = '"
                + victim.schema()
                + "' and exists (select from control.migration_run where state = 'APPLYING')"
                + " then raise 'the victim'; end if; end $$;");

    FleetRun run = next.conduct(QUICK);

    boolean wasFirst = run.state() == State.FAILED;
    assertThat(run.state()).as(run.error()).isIn(State.INCOMPLETE, State.FAILED);
    assertThat(columns("stage")).isEqualTo(wasFirst ? 0 : 5);
    HomeRow now = plane.homes.byId(victim.id()).orElseThrow();
    assertThat(now.state()).isEqualTo(Home.State.FAILED);
    assertThat(now.error()).contains("the victim");
  }

  private boolean valid(Home home, String index) {
    return plane
        .owner()
        .withHandle(
            h ->
                h.select(
                        "select indisvalid from pg_index where indexrelid = cast(? as regclass)",
                        home.schema() + "." + index)
                    .mapTo(Boolean.class)
                    .one());
  }

  private int columns(String name) {
    return plane
        .owner()
        .withHandle(
            h ->
                h.select(
                        "select count(*) from information_schema.columns"
                            + " where table_name = 'project' and column_name = ?",
                        name)
                    .mapTo(Integer.class)
                    .one());
  }

  private Home made(Isolation isolation) {
    Home home = plane.newHome(isolation);
    plane.migrator.migrate(home);
    return plane.homes.byId(home.id()).orElseThrow().home();
  }

  private TenantRow tenant(String slug) {
    return tenant(slug, Isolation.SCHEMA);
  }

  private TenantRow tenant(String slug, Isolation isolation) {
    var operation = plane.begin(slug, isolation);
    plane.workOff();
    return plane.tenants.byId(operation.tenantId()).orElseThrow();
  }

  private void member(TenantRow tenant, String email, String name) {
    Rows.inside(
        plane,
        tenant,
        h ->
            h.execute(
                "insert into member values (?, ?, 1, ?, ?, '', 'hash', now())",
                tenant.id().value(),
                UUID.randomUUID(),
                email,
                name));
  }

  private static HomeResult.State done() {
    return HomeResult.State.DONE;
  }
}
