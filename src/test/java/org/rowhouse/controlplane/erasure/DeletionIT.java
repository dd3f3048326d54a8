package org.rowhouse.controlplane.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.controlplane.Orphans;
import org.rowhouse.controlplane.Rows;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.erasure.Removed.Counted;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.Stall;
import org.rowhouse.controlplane.operation.Stall.Moment;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

class DeletionIT {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final String OPERATOR = "an-operator";

  private static TestPlane plane;
  private static TestPlane other;

  private Orphans orphans;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
    other = plane.anotherNode();
  }

  @BeforeEach
  void reset() {
    orphans = Orphans.since(plane);
    plane.keepers.set(erasing -> {});
    other.keepers.set(erasing -> {});
  }

  @ParameterizedTest
  @EnumSource
  void a_deleted_tenant_is_gone_but_for_its_certificate(Isolation isolation) {
    TenantRow neighbour = settled(Isolation.SHARED);
    TenantRow tenant = settled(isolation);
    plane.keepers.set(erasing -> erasing.removed("files", 3));
    plane.control.use(
        h ->
            h.execute(
                "insert into control.domain (id, tenant_id, name, token)"
                    + " values (gen_random_uuid(), ?, 'shop.example', '')",
                tenant.id().value()));
    Operation deletion = delete(tenant, Duration.ZERO);
    plane.workOff();

    assertThat(plane.operations.byId(deletion.id()).orElseThrow().state())
        .isEqualTo(Operation.State.SUCCEEDED);
    TenantRow left = row(tenant.id());
    assertThat(left.status()).isEqualTo(Tenant.Status.DELETED);
    assertThat(left.slug()).isNull();
    assertThat(left.homeId()).isNull();
    assertThat(left.organization()).isEmpty();
    assertThat(orphans.all()).isEmpty();
    Erasures.Erasure certificate = plane.erasures.of(tenant.id()).orElseThrow();
    assertThat(certificate.requestedBy()).isEqualTo(OPERATOR);
    assertThat(certificate.counts().items())
        .contains(
            new Counted("rows of member", 1),
            new Counted("files", 3),
            new Counted("domains", 1),
            new Counted("operations", 1))
        .hasSize(
            switch (isolation) {
              case SHARED -> 4;
              case SCHEMA -> 5;
              case DATABASE -> 7;
            });
    assertThat(Rows.members(plane, neighbour)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void within_its_grace_a_tenant_is_shut_and_comes_back_as_it_was(Isolation isolation) {
    TenantRow tenant = settled(isolation);
    List<String> rows = Rows.members(plane, tenant);
    delete(tenant, Duration.ofHours(1));
    while (plane.runner.workOnNext()) {
      continue;
    }
    assertThat(row(tenant.id()).status()).isEqualTo(Tenant.Status.DELETING);
    Home home = plane.homes.byId(tenant.homeId()).orElseThrow().home();
    assertThatThrownBy(() -> row(tenant.id()).in(home).requireServable())
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(404));
    assertConflict(() -> delete(row(tenant.id()), Duration.ZERO));
    assertThat(plane.deletions.plan(tenant.id()).purgeAt()).isNotNull();

    TenantRow restored = plane.deletions.restore(tenant.id());
    assertThat(restored).usingRecursiveComparison().ignoringFields("change").isEqualTo(tenant);
    assertThat(Rows.members(plane, restored)).isEqualTo(rows);
    assertThat(plane.runner.workOnNext()).isFalse();
    assertThat(orphans.all()).isEmpty();
    assertConflict(() -> plane.deletions.restore(tenant.id()));
  }

  @Test
  void a_suspended_tenant_comes_back_suspended() {
    TenantRow tenant = settled(Isolation.SHARED);
    plane.control.useTransaction(
        h -> plane.tenants.move(h, tenant.id(), Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED));
    delete(tenant, Duration.ofHours(1));
    assertThat(plane.deletions.restore(tenant.id()).status()).isEqualTo(Tenant.Status.SUSPENDED);
  }

  @Test
  void a_dry_run_counts_and_changes_nothing() {
    TenantRow tenant = settled(Isolation.DATABASE);
    assertThat(plane.deletions.plan(tenant.id()).removed().items())
        .containsExactly(
            new Counted("rows of member", 1),
            new Counted("database", 1),
            new Counted("role", 1),
            new Counted("sealed password", 1));
    assertThat(row(tenant.id())).isEqualTo(tenant);
  }

  @Test
  void who_takes_a_slug_that_was_freed_gets_nothing_of_its_old_tenant() {
    TenantRow tenant = settled(Isolation.SHARED);
    delete(tenant, Duration.ZERO);
    assertConflict(() -> plane.begin(tenant.slug(), Isolation.SHARED));
    plane.workOff();

    plane.product.set(created -> {});
    Operation begun = plane.begin(tenant.slug(), Isolation.SHARED);
    plane.workOff();
    TenantRow next = row(begun.tenantId());
    assertThat(next.slug()).isEqualTo(tenant.slug());
    assertThat(next.id()).isNotEqualTo(tenant.id());
    assertThat(Rows.members(plane, next)).isEmpty();
    assertThat(plane.erasures.of(next.id())).isEmpty();
  }

  @Test
  void a_purge_that_fails_waits_dead_for_an_operator_and_keeps_its_tenant_shut() {
    TenantRow tenant = settled(Isolation.SHARED);
    plane.keepers.set(
        erasing -> {
          throw new IllegalStateException("planted");
        });
    Operation deletion = delete(tenant, Duration.ZERO);
    plane.workOff();
    assertThat(plane.operations.byId(deletion.id()).orElseThrow().state())
        .isEqualTo(Operation.State.DEAD);
    assertThat(row(tenant.id()).status()).isEqualTo(Tenant.Status.PURGING);
    assertConflict(() -> plane.deletions.restore(tenant.id()));

    plane.keepers.set(erasing -> {});
    plane.interventions.retry(deletion.id());
    plane.workOff();
    assertThat(row(tenant.id()).status()).isEqualTo(Tenant.Status.DELETED);
    assertThat(orphans.all()).isEmpty();
  }

  @Test
  void a_deletion_that_never_began_to_purge_can_be_taken_back_even_when_it_is_dead() {
    TenantRow tenant = settled(Isolation.SHARED);
    Operation deletion = delete(tenant, Duration.ofHours(1));
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.operation set state = 'DEAD' where id = ?", deletion.id()));
    assertThat(plane.deletions.restore(tenant.id()).status()).isEqualTo(Tenant.Status.ACTIVE);
    assertThat(plane.operations.byId(deletion.id()).orElseThrow().state())
        .isEqualTo(Operation.State.CANCELLED);
    assertThat(orphans.all()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void a_node_that_starts_while_a_home_is_gone_and_not_forgotten_serves_all_others(
      Isolation isolation) throws Exception {
    TenantRow tenant = settled(isolation);
    delete(tenant, Duration.ZERO);
    Stall stall = new Stall("home", Moment.AFTER_DOING);
    OperationRunner runner = plane.runner(stall.in(plane.works, DeletionWork.KIND));
    CompletableFuture<Void> gone = CompletableFuture.runAsync(runner::workOnNext);
    assertThat(stall.isReached(30)).as("the point").isTrue();
    TestPlane starting = plane.anotherNode();
    starting.fleet.migrate();
    assertThat(starting.fleet.stillOpen()).isEmpty();
    assertThat(plane.homes.byId(tenant.homeId()).orElseThrow().error()).isNull();

    stall.letGo();
    gone.get(30, TimeUnit.SECONDS);
    assertErased(tenant);
  }

  @Test
  void rows_that_a_last_request_lays_into_a_shared_home_go_too() throws Exception {
    TenantRow tenant = settled(Isolation.SHARED);
    delete(tenant, Duration.ZERO);
    Stall stall = new Stall("home", Moment.AFTER_DOING);
    OperationRunner runner = plane.runner(stall.in(plane.works, DeletionWork.KIND));
    CompletableFuture<Void> purging = CompletableFuture.runAsync(runner::workOnNext);
    assertThat(stall.isReached(30)).as("the point").isTrue();
    assertThat(Rows.members(plane, tenant)).isEmpty();
    Rows.layMember(plane, tenant);
    stall.letGo();
    purging.get(30, TimeUnit.SECONDS);
    assertErased(tenant);
  }

  static Stream<Arguments> points() {
    return Stream.of(Isolation.values())
        .flatMap(
            isolation ->
                new DeletionWork(null, null, null, null, null, null, null, e -> {}, Duration.ZERO)
                    .steps().stream()
                        .flatMap(
                            step ->
                                Stream.of(Moment.BEFORE_DOING, Moment.AFTER_DOING)
                                    .map(moment -> Arguments.of(isolation, step.name(), moment))));
  }

  @ParameterizedTest
  @MethodSource("points")
  void a_deletion_goes_on_without_a_worker_that_is_gone(
      Isolation isolation, String step, Moment moment) throws Exception {
    TenantRow tenant = settled(isolation);
    Operation deletion = delete(tenant, Duration.ZERO);
    Stall stall = new Stall(step, moment);
    OperationRunner runner = plane.runner(stall.in(plane.works, DeletionWork.KIND));
    CompletableFuture<Void> gone = CompletableFuture.runAsync(runner::workOnNext);
    assertThat(stall.isReached(30)).as("the point").isTrue();
    // a node that starts now has nothing to wait for
    assertThat(other.checks.findings(other.homes.ready())).isEmpty();
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.operation set lease_until = now() - interval '1 second'"
                        + " where id = ? and state = 'RUNNING'",
                    deletion.id()));
    other.workOff();
    assertErased(tenant);

    stall.letGo();
    gone.get(30, TimeUnit.SECONDS);
    assertErased(tenant);
  }

  private void assertErased(TenantRow tenant) {
    assertThat(row(tenant.id()).status()).isEqualTo(Tenant.Status.DELETED);
    assertThat(plane.erasures.of(tenant.id()).orElseThrow().counts().items())
        .contains(new Counted("rows of member", 1));
    assertThat(orphans.all()).isEmpty();
  }

  private static TenantRow settled(Isolation isolation) {
    String slug = "bye-" + isolation.name().toLowerCase(Locale.ROOT) + COUNT.incrementAndGet();
    Operation begun = plane.begin(slug, isolation);
    plane.product.set(created -> Rows.layMember(plane, row(begun.tenantId())));
    while (!plane.operations.byId(begun.id()).orElseThrow().isFinished()) {
      plane.runner.workOnNext();
    }
    return row(begun.tenantId());
  }

  private static Operation delete(TenantRow tenant, Duration grace) {
    return plane.deletions.begin(tenant.id(), now -> {}, grace, OPERATOR);
  }

  private static TenantRow row(TenantId id) {
    return plane.tenants.byId(id).orElseThrow();
  }

  private static void assertConflict(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(409));
  }
}
