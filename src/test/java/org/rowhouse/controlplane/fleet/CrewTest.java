package org.rowhouse.controlplane.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** However many servers there are, each has its lanes. */
class CrewTest {

  private static final int LANES = 60;

  @Test
  void there_are_as_many_threads_as_lanes_and_they_end_with_the_run() throws Exception {
    List<Thread> made = new CopyOnWriteArrayList<>();
    CountDownLatch together = new CountDownLatch(LANES);
    try (Crew.Hands hands =
        Crew.Hands.madeBy(
            work -> {
              Thread thread = new Thread(work, "crew");
              made.add(thread);
              return thread;
            })) {
      for (int i = 0; i < LANES; i++) {
        hands.threads().execute(() -> meet(together));
      }
      assertThat(together.await(30, TimeUnit.SECONDS)).as("all at once").isTrue();
    }
    assertThat(made).hasSize(LANES);
    for (Thread thread : made) {
      thread.join(30_000);
      assertThat(thread.isAlive()).isFalse();
    }
  }

  private static void meet(CountDownLatch together) {
    together.countDown();
    try {
      together.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
