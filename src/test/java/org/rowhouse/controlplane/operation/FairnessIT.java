package org.rowhouse.controlplane.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;

/** Ten thousand operations of one tenant wait, and another enters its first. */
class FairnessIT {

  private static final String KIND = "quick";
  private static final int FLOOD = 10_000;
  private static final int WORKERS = 4;

  /** As {@link Operations#add} would, one after another. */
  private static final String ENTER =
      """
      insert into control.operation (id, kind, tenant_id, request, total, requested_by, turn)
      select uuidv7(), '%s', :tenant, '{}', 0, 'an-operator', i
      from generate_series(1, %d) i order by i
      """
          .formatted(KIND, FLOOD);

  private final TestPlane plane = TestPlane.migrated();
  private final List<TenantId> claimed = Collections.synchronizedList(new ArrayList<>());
  private TenantId flood;
  private TenantId other;

  @BeforeEach
  void enterTheFlood() {
    flood = plane.begin("flood", Isolation.SHARED).tenantId();
    other = plane.begin("other", Isolation.SHARED).tenantId();
    plane.workOff();
    plane.superuser().useHandle(h -> h.createUpdate(ENTER).bind("tenant", flood.value()).execute());
  }

  @Test
  void it_is_the_third_claim_at_most_wherever_the_flood_stands() {
    OperationRunner runner = plane.runner(List.of(work(0)));
    for (int done : List.of(0, 1, 50)) {
      while (claimed.size() < done) {
        runner.workOnNext();
      }
      Operation first = enter(other);
      int before = claimed.size();
      while (!isFinished(first)) {
        assertThat(claimed.size() - before)
            .as("claims after %d of the flood", before)
            .isLessThan(3);
        assertThat(runner.workOnNext()).isTrue();
      }
      assertThat(claimed.subList(before, claimed.size()))
          .as("after %d of the flood", before)
          .hasSizeLessThanOrEqualTo(3)
          .endsWith(other);
    }
  }

  @Test
  void it_overtakes_while_two_nodes_work_on_the_flood() throws Exception {
    List<Thread> workers = new ArrayList<>();
    for (TestPlane node : List.of(plane, plane.anotherNode())) {
      OperationRunner runner = node.runner(List.of(work(20)));
      for (int i = 0; i < WORKERS; i++) {
        workers.add(new Thread(() -> workUntilInterrupted(runner)));
      }
    }
    try {
      workers.forEach(Thread::start);
      long longest = 0;
      for (int i = 1; i <= 10; i++) {
        awaitClaims(i * 10);
        long begun = System.nanoTime();
        Operation first = enter(other);
        int before = claimed.size();
        while (!isFinished(first)) {
          assertThat(claimed.size() - before).as("claims of others").isLessThan(3 + 2 * WORKERS);
          Thread.sleep(1);
        }
        longest = Math.max(longest, System.nanoTime() - begun);
      }
      System.out.printf(
          "another's first beside %,d of one tenant: done within %d ms at most%n",
          FLOOD, TimeUnit.NANOSECONDS.toMillis(longest));
    } finally {
      workers.forEach(Thread::interrupt);
      for (Thread worker : workers) {
        worker.join();
      }
    }
  }

  private void awaitClaims(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (claimed.size() < count) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(1);
    }
  }

  /** As a node's workers do: at once after work, else each second. */
  private static void workUntilInterrupted(OperationRunner runner) {
    try {
      while (true) {
        if (!runner.workOnNext()) {
          Thread.sleep(1_000);
        } else if (Thread.interrupted()) {
          return;
        }
      }
    } catch (InterruptedException e) {
      return; // the end
    }
  }

  private Work work(long millis) {
    return new Work() {
      @Override
      public String kind() {
        return KIND;
      }

      @Override
      public List<Step> steps() {
        return List.of(
            Step.of(
                "only",
                run -> {
                  claimed.add(run.tenant());
                  pause(millis);
                }));
      }
    };
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Operation enter(TenantId tenant) {
    return plane.control.inTransaction(h -> plane.operations.add(h, of(tenant)));
  }

  private static NewOperation of(TenantId tenant) {
    return new NewOperation(KIND, tenant, "{}", Optional.of("an-operator"));
  }

  private boolean isFinished(Operation operation) {
    return plane.operations.byId(operation.id()).orElseThrow().isFinished();
  }
}
