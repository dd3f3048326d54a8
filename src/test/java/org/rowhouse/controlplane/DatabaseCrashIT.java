package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.Stall;
import org.rowhouse.controlplane.operation.Stall.Moment;
import org.rowhouse.controlplane.provisioning.SignUp;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantCreated.FirstAdmin;

/**
 * PostgreSQL is killed at each step of a sign-up and of a deletion, or a little later, while one of
 * each isolation is on its way: when it is back, all of them come to their end. Four steps with
 * every build; {@code -Dkill.points=all} for all.
 */
class DatabaseCrashIT {

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final int LONGEST_MILLIS = 60;

  private static RunDirectory directory;
  private static EmbeddedDatabase server;
  private static TestPlane plane;
  private static final Map<String, Operation> SIGN_UPS = new ConcurrentHashMap<>();

  private Orphans orphans;

  @BeforeAll
  static void start() throws Exception {
    directory = RunDirectory.temporary();
    server = EmbeddedDatabase.start(directory);
    plane = TestPlane.migratedOn(server);
    plane.product.set(
        created -> Rows.layMember(plane, tenant(SIGN_UPS.get(created.admin().email()))));
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
    if (directory != null) {
      directory.close();
    }
  }

  @BeforeEach
  void look() {
    orphans = Orphans.since(plane);
  }

  static Stream<Arguments> signUps() {
    return points(List.of("first member", "sample data"), List.of("home", "activation"));
  }

  static Stream<Arguments> deletions() {
    return points(
        List.of("grace", "count", "late rows", "elsewhere"), List.of("home", "certificate"));
  }

  private static Stream<Arguments> points(List<String> further, List<String> always) {
    boolean all = "all".equals(System.getProperty("kill.points"));
    return Stream.concat(always.stream(), all ? further.stream() : Stream.of())
        .flatMap(
            step ->
                Stream.of(Moment.BEFORE_DOING, Moment.AFTER_DOING)
                    .map(moment -> Arguments.of(step, moment)));
  }

  @ParameterizedTest
  @MethodSource("signUps")
  void sign_ups_outlive_postgresql(String step, Moment moment) throws Exception {
    List<Operation> begun = Arrays.stream(Isolation.values()).map(DatabaseCrashIT::begin).toList();
    // the shared home is there
    killWhile("sign-up", step, moment, step.equals("home") ? begun.size() - 1 : begun.size());

    plane.workOff();
    for (Operation operation : begun) {
      assertSucceeded(operation);
      assertThat(tenant(operation).status()).isEqualTo(Tenant.Status.ACTIVE);
      assertThat(Rows.members(plane, tenant(operation))).hasSize(1);
    }
    assertThat(orphans.all()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("deletions")
  void deletions_outlive_postgresql(String step, Moment moment) throws Exception {
    List<Operation> settled =
        Arrays.stream(Isolation.values()).map(DatabaseCrashIT::begin).toList();
    plane.workOff();
    List<Operation> begun =
        settled.stream()
            .map(
                each ->
                    plane.deletions.begin(each.tenantId(), now -> {}, Duration.ZERO, "an-operator"))
            .toList();
    killWhile("deletion", step, moment, begun.size());

    plane.workOff();
    for (Operation operation : begun) {
      assertSucceeded(operation);
      assertThat(tenant(operation).status()).isEqualTo(Tenant.Status.DELETED);
      assertThat(plane.erasures.of(operation.tenantId())).isPresent();
    }
    assertThat(orphans.all()).isEmpty();
  }

  /** Kills PostgreSQL when {@code count} workers are at the step; before it they may go on. */
  private static void killWhile(String kind, String step, Moment moment, int count)
      throws Exception {
    List<Stall> stalls = new ArrayList<>();
    List<CompletableFuture<Void>> workers = new ArrayList<>();
    for (int i = 0; i < Isolation.values().length; i++) {
      Stall stall = new Stall(step, moment);
      OperationRunner runner = plane.runner(stall.in(plane.works, kind));
      stalls.add(stall);
      workers.add(CompletableFuture.runAsync(runner::workOnNext, task -> new Thread(task).start()));
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (reached(stalls) < count) {
      assertThat(System.nanoTime()).as("the point").isLessThan(end);
      Thread.sleep(5);
    }
    if (moment == Moment.BEFORE_DOING) {
      stalls.forEach(Stall::letGo);
      Thread.sleep(RandomGenerator.getDefault().nextInt(LONGEST_MILLIS));
    }
    server.kill();
    stalls.forEach(Stall::letGo);
    for (CompletableFuture<Void> worker : workers) {
      // what it was told by a dead server is its own affair
      worker.handle((done, failure) -> null).get(60, TimeUnit.SECONDS);
    }
    server.restart();
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.operation set lease_until = now() - interval '1 second'"
                        + " where state = 'RUNNING'"));
  }

  private static int reached(List<Stall> stalls) throws InterruptedException {
    int reached = 0;
    for (Stall stall : stalls) {
      reached += stall.isReached(0) ? 1 : 0;
    }
    return reached;
  }

  private static Operation begin(Isolation isolation) {
    String slug = "died-" + isolation.name().toLowerCase(Locale.ROOT) + COUNT.incrementAndGet();
    FirstAdmin admin = new FirstAdmin("ada@" + slug + ".example", "Ada", "hash");
    SignUp.Applicant applicant =
        new SignUp.Applicant(
            "Acme Ltd", Optional.of(slug), isolation, Optional.empty(), admin, true);
    Operation begun = plane.signUp.begin(applicant, TestPlane.OPERATOR, Optional.empty());
    SIGN_UPS.put(admin.email(), begun);
    return begun;
  }

  private static void assertSucceeded(Operation begun) {
    Operation ended = plane.operations.byId(begun.id()).orElseThrow();
    assertThat(ended.state())
        .as(String.valueOf(ended.error()))
        .isEqualTo(Operation.State.SUCCEEDED);
  }

  private static TenantRow tenant(Operation operation) {
    return plane.tenants.byId(operation.tenantId()).orElseThrow();
  }
}
