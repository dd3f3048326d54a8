package org.rowhouse.controlplane.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.plan.Plans;
import org.rowhouse.controlplane.provisioning.TenantChange.LimitsChange;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Limits;
import org.rowhouse.tenancy.Tenant;

class TenantChangesIT {

  private static final AtomicInteger COUNT = new AtomicInteger();

  private static TestPlane plane;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
  }

  @Test
  void visitors_of_the_old_slug_are_sent_on_and_nobody_else_gets_it() {
    TenantRow tenant = active();
    String old = tenant.slug();
    TenantRow renamed = rename(plane.changes, tenant, old + "-new");
    assertThat(renamed.slug()).isEqualTo(old + "-new");
    plane.catalog.refresh();
    assertThat(plane.catalog.movedTo(old)).contains(renamed.slug());
    assertThat(plane.catalog.movedTo("never-was")).isEmpty();
    assertConflict(() -> plane.begin(old, Isolation.SHARED));
    TenantRow stranger = active();
    assertConflict(() -> rename(plane.changes, stranger, old));

    TenantRow back = rename(plane.changes, renamed, old);
    assertThat(back.slug()).isEqualTo(old);
    plane.catalog.refresh();
    assertThat(plane.catalog.movedTo(old)).isEmpty();
    assertThat(plane.catalog.movedTo(renamed.slug())).contains(old);
  }

  @Test
  void after_its_time_a_former_slug_leads_nowhere_and_is_free() {
    TenantChanges atOnce =
        new TenantChanges(plane.control, plane.tenants, new Catalog(plane.control), Duration.ZERO);
    TenantRow tenant = active();
    rename(atOnce, tenant, tenant.slug() + "-new");
    plane.catalog.refresh();
    assertThat(plane.catalog.movedTo(tenant.slug())).isEmpty();
    assertThat(plane.begin(tenant.slug(), Isolation.SHARED)).isNotNull();
  }

  @Test
  void plan_and_limits_are_kept() {
    TenantRow tenant = active();
    Plans plans = new Plans(plane.control, plane.audit, plane.catalog);
    plans.put("gold", new Limits(2_000, 30), none -> assertThat(none).isEmpty());
    TenantRow changed =
        plane.changes.change(
            tenant.id(),
            now -> new TenantChange("Other Ltd", now.slug(), "gold", new LimitsChange(5, null)));
    assertThat(changed.organization()).isEqualTo("Other Ltd");
    assertThat(changed.plan()).isEqualTo("gold");
    assertThat(changed.requestsPerSecond()).isEqualTo(5);
    assertThat(changed.concurrentRequests()).isNull();
    assertThat(changed.change()).isGreaterThan(tenant.change());
  }

  @Test
  void a_plan_that_is_none_is_refused_by_name() {
    TenantRow tenant = active();
    assertThatThrownBy(
            () ->
                plane.changes.change(
                    tenant.id(),
                    now ->
                        new TenantChange("Acme", now.slug(), "none", new LimitsChange(null, null))))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.status()).isEqualTo(400);
              assertThat(p.errors()).extracting(Problem.FieldError::field).containsExactly("plan");
            });
  }

  @Test
  void a_tenant_that_is_being_made_or_deleted_is_not_changed() {
    Operation begun = plane.begin("unfinished", Isolation.SHARED);
    TenantRow unfinished = plane.tenants.byId(begun.tenantId()).orElseThrow();
    assertConflict(() -> rename(plane.changes, unfinished, "finished"));
    TenantRow deleted = active();
    plane.deletions.begin(deleted.id(), now -> {}, Duration.ofHours(1), "an-operator");
    assertConflict(() -> rename(plane.changes, deleted, "undeleted"));
  }

  @Test
  void who_moves_a_tenant_and_who_changes_it_never_wait_for_each_other() {
    TenantRow tenant = active();
    CompletableFuture<Void> moving = new CompletableFuture<>();
    plane.control.useTransaction(
        h -> {
          Changes.lock(h);
          moving.completeAsync(() -> move(tenant));
          String waits =
              "select exists (select from pg_stat_activity where datname = current_database()"
                  + " and wait_event_type = 'Lock')";
          Instant end = Instant.now().plusSeconds(20);
          while (!plane.owner().withHandle(o -> o.select(waits).mapTo(Boolean.class).one())) {
            assertThat(Instant.now()).as("the other waits").isBefore(end);
          }
          assertThat(plane.tenants.lock(h, tenant.id())).isPresent();
        });
    moving.join();
  }

  private static Void move(TenantRow tenant) {
    plane.control.useTransaction(
        h -> plane.tenants.move(h, tenant.id(), Tenant.Status.ACTIVE, Tenant.Status.SUSPENDED));
    return null;
  }

  private static TenantRow rename(TenantChanges changes, TenantRow tenant, String slug) {
    return changes.change(
        tenant.id(),
        now ->
            new TenantChange(now.organization(), slug, now.plan(), TenantChange.of(now).limits()));
  }

  private static TenantRow active() {
    Operation begun = plane.begin("changing" + COUNT.incrementAndGet(), Isolation.SHARED);
    while (!plane.operations.byId(begun.id()).orElseThrow().isFinished()) {
      plane.runner.workOnNext();
    }
    return plane.tenants.byId(begun.tenantId()).orElseThrow();
  }

  private static void assertConflict(Runnable work) {
    assertThatThrownBy(work::run)
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(409));
  }
}
