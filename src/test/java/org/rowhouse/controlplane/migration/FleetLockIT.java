package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.TestPlane;

/** One node at a time; the others wait for one that works, and not for one that hangs. */
class FleetLockIT {

  private static final Duration SHORT = Duration.ofSeconds(2);

  private final TestPlane plane = TestPlane.unmigrated();

  @Test
  void a_node_waits_as_long_as_the_other_moves() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> holder = hold(end);
    AtomicInteger moves = new AtomicInteger();
    Waiting patient =
        new Waiting() {
          @Override
          public Duration patience() {
            return SHORT;
          }

          @Override
          public Object movement() {
            if (moves.incrementAndGet() > 4) {
              end.countDown();
            }
            return moves.get();
          }
        };
    assertThat(FleetLock.hold(plane.source, patient, () -> {})).isTrue();
    holder.get(10, TimeUnit.SECONDS);
  }

  @Test
  void a_node_waits_for_none_that_hangs() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    CompletableFuture<Void> holder = hold(end);
    assertThatThrownBy(() -> FleetLock.hold(plane.source, Waiting.atMost(SHORT), () -> {}))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("nothing has moved");
    end.countDown();
    holder.get(10, TimeUnit.SECONDS);
  }

  private CompletableFuture<Void> hold(CountDownLatch end) throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CompletableFuture<Void> holder =
        CompletableFuture.runAsync(
            () ->
                FleetLock.hold(
                    plane.source,
                    Waiting.atMost(SHORT),
                    () -> {
                      held.countDown();
                      try {
                        end.await(60, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                      }
                    }));
    assertThat(held.await(10, TimeUnit.SECONDS)).isTrue();
    return holder;
  }
}
