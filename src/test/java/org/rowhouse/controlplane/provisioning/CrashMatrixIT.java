package org.rowhouse.controlplane.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Locale;
import java.util.Optional;
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
import org.rowhouse.controlplane.operation.CannotGoOn;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.Stall;
import org.rowhouse.controlplane.operation.Stall.Moment;
import org.rowhouse.controlplane.operation.Step;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;

/**
 * A worker is gone at each point of a sign-up, for each isolation: another brings it to its end.
 * Then the first comes back, and what it does changes nothing.
 */
class CrashMatrixIT {

  private static final AtomicInteger COUNT = new AtomicInteger();

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
    plane.product.set(created -> {});
    other.product.set(created -> {});
  }

  static Stream<Arguments> points() {
    return points(Moment.BEFORE_DOING, Moment.AFTER_DOING)
        .filter(point -> isDone((Isolation) point.get()[0], (String) point.get()[1]));
  }

  /** Operators' sign-ups prove no address, and the shared home is there. */
  private static boolean isDone(Isolation isolation, String step) {
    return switch (step) {
      case "slug and home", "verification" -> false;
      case "home" -> isolation != Isolation.SHARED;
      default -> true;
    };
  }

  static Stream<Arguments> pointsOfUndoing() {
    return points(Moment.BEFORE_UNDOING, Moment.AFTER_UNDOING)
        .filter(
            point ->
                steps()
                    .anyMatch(
                        step -> step.name().equals(point.get()[1]) && step.undo().isPresent()));
  }

  private static Stream<Arguments> points(Moment... moments) {
    return Stream.of(Isolation.values())
        .flatMap(
            isolation ->
                steps()
                    .flatMap(
                        step ->
                            Stream.of(moments)
                                .map(moment -> Arguments.of(isolation, step.name(), moment))));
  }

  private static Stream<Step> steps() {
    return new SignUpWork(null, null, null, null, null, null).steps().stream();
  }

  @ParameterizedTest
  @MethodSource("points")
  void a_sign_up_goes_on_without_a_worker_that_is_gone(
      Isolation isolation, String step, Moment moment) throws Exception {
    Operation begun = begin(isolation);
    lay(plane, begun);
    lay(other, begun);
    Stall stall = new Stall(step, moment);
    CompletableFuture<Void> gone = begin(stall);
    assertThat(stall.isReached(30)).as("the point").isTrue();
    expireLease(begun);
    other.workOff();
    assertActive(begun);

    stall.letGo();
    gone.get(30, TimeUnit.SECONDS);
    assertActive(begun);
  }

  @ParameterizedTest
  @MethodSource("points")
  void a_sign_up_that_cannot_go_on_is_undone_without_a_worker_that_is_gone(
      Isolation isolation, String step, Moment moment) throws Exception {
    Operation begun = begin(isolation);
    lay(plane, begun);
    Stall stall = new Stall(step, moment);
    CompletableFuture<Void> gone = begin(stall);
    assertThat(stall.isReached(30)).as("the point").isTrue();
    if (tenant(begun).status() == Tenant.Status.ACTIVE) {
      assertThatThrownBy(() -> other.interventions.cancel(begun.id()))
          .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(409));
      stall.letGo();
      gone.get(30, TimeUnit.SECONDS);
      assertActive(begun);
      return;
    }
    other.interventions.cancel(begun.id());
    expireLease(begun);
    other.workOff();
    assertGone(begun, Operation.State.CANCELLED);

    stall.letGo();
    gone.get(30, TimeUnit.SECONDS);
    assertGone(begun, Operation.State.CANCELLED);
  }

  @ParameterizedTest
  @MethodSource("pointsOfUndoing")
  void undoing_goes_on_without_a_worker_that_is_gone(
      Isolation isolation, String step, Moment moment) throws Exception {
    Operation begun = begin(isolation);
    plane.product.set(
        created -> {
          Rows.layMember(plane, tenant(begun));
          throw new CannotGoOn("planted");
        });
    Stall stall = new Stall(step, moment);
    CompletableFuture<Void> gone = begin(stall);
    assertThat(stall.isReached(30)).as("the point").isTrue();
    expireLease(begun);
    other.workOff();
    assertGone(begun, Operation.State.FAILED);

    stall.letGo();
    gone.get(30, TimeUnit.SECONDS);
    assertGone(begun, Operation.State.FAILED);
  }

  @ParameterizedTest
  @EnumSource
  void who_comes_back_between_two_steps_of_undoing_lays_no_rows(Isolation isolation)
      throws Exception {
    Operation begun = begin(isolation);
    lay(plane, begun);
    Stall early = new Stall("first member", Moment.BEFORE_DOING);
    CompletableFuture<Void> gone = begin(early);
    assertThat(early.isReached(30)).as("the first member").isTrue();
    other.interventions.cancel(begun.id());
    expireLease(begun);
    Stall late = new Stall("slug and home", Moment.BEFORE_UNDOING);
    CompletableFuture<Void> undoing = begin(late);
    assertThat(late.isReached(30)).as("the last to be undone").isTrue();

    early.letGo();
    gone.get(30, TimeUnit.SECONDS);
    late.letGo();
    undoing.get(30, TimeUnit.SECONDS);
    assertGone(begun, Operation.State.CANCELLED);
  }

  @Test
  void no_fault_of_the_queue_drops_the_home_of_a_tenant_that_is_active() {
    Operation begun = begin(Isolation.SCHEMA);
    lay(plane, begun);
    plane.workOff();
    String back =
        "update control.operation set state = 'PENDING', undoing = true, finished_at = null"
            + " where id = ?";
    plane.owner().useHandle(h -> h.execute(back, begun.id()));
    assertThat(plane.runner.workOnNext()).isTrue();
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.operation set state = 'SUCCEEDED', finished_at = now()"
                        + " where id = ?",
                    begun.id()));
    assertActive(begun);
  }

  private static Operation begin(Isolation isolation) {
    SignUp.Applicant plain = TestPlane.applicant(slug(isolation), isolation);
    SignUp.Applicant seeded =
        new SignUp.Applicant(
            plain.organization(), plain.slug(), isolation, plain.server(), plain.admin(), true);
    return plane.signUp.begin(seeded, TestPlane.OPERATOR, Optional.empty());
  }

  private static CompletableFuture<Void> begin(Stall stall) {
    OperationRunner runner = plane.runner(stall.in(plane.works, SignUpWork.KIND));
    return CompletableFuture.runAsync(
        () -> {
          while (runner.workOnNext()) {
            continue;
          }
        });
  }

  private static void lay(TestPlane node, Operation begun) {
    node.product.set(created -> Rows.layMember(node, tenant(begun)));
  }

  private static void expireLease(Operation operation) {
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.operation set lease_until = now() - interval '1 second'"
                        + " where id = ? and state = 'RUNNING'",
                    operation.id()));
  }

  private void assertActive(Operation begun) {
    Operation ended = plane.operations.byId(begun.id()).orElseThrow();
    assertThat(ended.state())
        .as(String.valueOf(ended.error()))
        .isEqualTo(Operation.State.SUCCEEDED);
    TenantRow tenant = tenant(begun);
    assertThat(tenant.status()).isEqualTo(Tenant.Status.ACTIVE);
    assertThat(Rows.members(plane, tenant)).hasSize(1);
    assertThat(orphans.all()).isEmpty();
  }

  private void assertGone(Operation begun, Operation.State state) {
    Operation ended = plane.operations.byId(begun.id()).orElseThrow();
    assertThat(ended.state()).as(String.valueOf(ended.error())).isEqualTo(state);
    TenantRow tenant = tenant(begun);
    assertThat(tenant.status()).isEqualTo(Tenant.Status.FAILED);
    assertThat(tenant.slug()).isNull();
    assertThat(tenant.homeId()).isNull();
    assertThat(orphans.all()).isEmpty();
  }

  private static TenantRow tenant(Operation operation) {
    return plane.tenants.byId(operation.tenantId()).orElseThrow();
  }

  private static String slug(Isolation isolation) {
    return "crash-" + isolation.name().toLowerCase(Locale.ROOT) + COUNT.incrementAndGet();
  }
}
