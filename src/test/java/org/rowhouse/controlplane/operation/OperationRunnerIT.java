package org.rowhouse.controlplane.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;

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
    return plane.control.inTransaction(
        h -> plane.operations.add(h, new NewOperation(kind, null, "{}", Optional.empty())));
  }
}
