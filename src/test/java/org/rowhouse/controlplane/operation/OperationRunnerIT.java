package org.rowhouse.controlplane.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;

class OperationRunnerIT {

  private static TestPlane plane;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
  }

  @Test
  void work_of_a_kind_that_this_node_does_not_know_waits_untouched() {
    Operation unknown = enter("of-a-newer-node");
    assertThat(plane.runner.workOnNext()).isFalse();

    Operation now = plane.operations.byId(unknown.id()).orElseThrow();
    assertThat(now.state()).isEqualTo(Operation.State.PENDING);
    assertThat(now.attempts()).isZero();
    assertThat(now.error()).isNull();
  }

  @Test
  void a_worker_that_hangs_loses_its_lease_though_its_node_lives() throws Exception {
    Operation stuck = enter("hanging");
    AtomicLong time = new AtomicLong();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch told = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Work hanging = new Hanging(begun, asked, told, end);
    OperationRunner runner =
        new OperationRunner(
            new Claims(plane.control), new Endings(plane.operations), List.of(hanging), time::get);
    CompletableFuture<Boolean> working = CompletableFuture.supplyAsync(runner::workOnNext);
    try {
      begun.await();
      time.addAndGet(Duration.ofMinutes(9).toNanos());
      assertThat(isRenewed(runner, stuck)).isTrue();
      asked.countDown();
      told.await();
      time.addAndGet(Duration.ofMinutes(9).toNanos());
      assertThat(isRenewed(runner, stuck)).as("after progress").isTrue();
      time.addAndGet(Duration.ofMinutes(2).toNanos());
      assertThat(isRenewed(runner, stuck)).as("without progress").isFalse();
    } finally {
      asked.countDown();
      end.countDown();
      working.join();
    }
  }

  @Test
  void one_tenant_has_half_of_a_nodes_workers_at_most() throws Exception {
    TenantId flood = plane.begin("flood", Isolation.SHARED).tenantId();
    TenantId other = plane.begin("other", Isolation.SHARED).tenantId();
    while (plane.runner.workOnNext()) {
      continue;
    }
    CountDownLatch end = new CountDownLatch(1);
    BlockingQueue<TenantId> begun = new LinkedBlockingQueue<>();
    Work held =
        new Held(
            run -> {
              begun.add(run.tenant());
              Hanging.await(end);
            });
    OperationRunner runner = plane.runner(List.of(held));
    List<CompletableFuture<Boolean>> workers = new ArrayList<>();
    try {
      for (TenantId tenant : List.of(flood, flood, flood, other)) {
        enter("held", tenant);
      }
      for (TenantId expected : List.of(flood, flood, other)) {
        workers.add(CompletableFuture.supplyAsync(runner::workOnNext));
        assertThat(begun.poll(20, TimeUnit.SECONDS)).isEqualTo(expected);
      }
      workers.add(CompletableFuture.supplyAsync(runner::workOnNext));
      assertThat(workers.get(3).get(20, TimeUnit.SECONDS)).as("a third of one tenant").isFalse();
    } finally {
      end.countDown();
      CompletableFuture.allOf(workers.toArray(CompletableFuture[]::new)).join();
    }
  }

  private record Held(Step.Action action) implements Work {
    @Override
    public String kind() {
      return "held";
    }

    @Override
    public List<Step> steps() {
      return List.of(Step.of("only", action));
    }
  }

  private record Hanging(
      CountDownLatch begun, CountDownLatch asked, CountDownLatch told, CountDownLatch end)
      implements Work {
    @Override
    public String kind() {
      return "hanging";
    }

    @Override
    public List<Step> steps() {
      return List.of(
          Step.of(
              "first",
              run -> {
                begun.countDown();
                await(asked);
              }),
          Step.of(
              "second",
              run -> {
                told.countDown();
                await(end);
              }));
    }

    private static void await(CountDownLatch latch) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static boolean isRenewed(OperationRunner runner, Operation operation) {
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.operation set lease_until = now() where id = ?",
                    operation.id()));
    runner.renew();
    return plane
        .owner()
        .withHandle(
            h ->
                h.select(
                        "select lease_until > now() from control.operation where id = ?",
                        operation.id())
                    .mapTo(Boolean.class)
                    .one());
  }

  private static Operation enter(String kind) {
    return enter(kind, null);
  }

  private static Operation enter(String kind, TenantId tenant) {
    return plane.control.inTransaction(
        h -> plane.operations.add(h, new NewOperation(kind, tenant, "{}", Optional.empty())));
  }
}
