package org.rowhouse.controlplane.fleet.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.plan.Script;
import org.rowhouse.tenancy.Home;

/** How many homes of a server are visited at once. */
class RegardIT {

  private static final ExecutorService THREADS = Executors.newCachedThreadPool();
  private static final long WORK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final TestPlane plane = TestPlane.migrated();

  @AfterAll
  static void end() {
    THREADS.shutdown();
  }

  @Test
  void where_others_work_one_home_is_visited_after_another_with_a_rest() {
    try (Handle other = plane.superuser().open()) {
      other.execute("select 1");
      long begun = System.nanoTime();
      assertThat(mostAtOnce(Tempo.USUAL.resting(2))).isEqualTo(1);
      assertThat(System.nanoTime() - begun).isGreaterThan(10 * 3 * WORK_NANOS);
    }
  }

  @Test
  void who_has_regard_for_nobody_takes_all_lanes() {
    assertThat(mostAtOnce(Tempo.USUAL)).isEqualTo(Tempo.USUAL.lanes());
  }

  private int mostAtOnce(Tempo tempo) {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    new Lanes(plane.connections::scripts, THREADS, tempo)
        .run(
            Collections.nCopies(10, visit()),
            (lane, visit) -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              LockSupport.parkNanos(WORK_NANOS);
              now.decrementAndGet();
              return Outcome.done(visit, visit.to(), false);
            },
            outcome -> assertThat(outcome.isDone()).isTrue(),
            () -> true);
    return most.get();
  }

  private Visit visit() {
    Home home = plane.sharedHome();
    Script script = new Script("1", "", "V1__all.sql", 1, Script.Kind.PLAIN, true, "select 1");
    return new Visit(home, "runtime", new Plan(List.of(script)), 0, 1, true, List.of());
  }
}
