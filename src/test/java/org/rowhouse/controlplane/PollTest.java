package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.rowhouse.http.Problem;

class PollTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 1_000);
  private boolean broken;
  private final Poll poll =
      new Poll(
          "test",
          () -> {
            if (broken) {
              throw new IllegalStateException("down");
            }
          },
          time::get);

  @Test
  void what_was_never_read_is_not_fresh() {
    assertThatThrownBy(() -> poll.requireFresh(LIMIT))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
  }

  @Test
  void freshness_ends_with_the_limit_and_a_failed_run_does_not_renew_it() {
    poll.now();
    time.addAndGet(LIMIT.toNanos());
    assertThat(poll.isFresh(LIMIT)).isTrue();
    broken = true;
    assertThatThrownBy(poll::now).hasMessage("down");
    time.incrementAndGet();
    assertThat(poll.isFresh(LIMIT)).isFalse();
  }

  @Test
  void what_may_take_long_is_begun_by_no_caller_and_waited_for_by_none() throws Exception {
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    try {
      Poll slow =
          new Poll(
              "test",
              () -> {
                begun.countDown();
                try {
                  end.await(60, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              });
      long started = System.nanoTime();
      slow.startInBackground(executor);
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      slow.stop();
      assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
      assertThat(end.getCount()).isEqualTo(1);
    } finally {
      end.countDown();
      executor.shutdownNow();
    }
  }

  @Test
  void a_stop_waits_for_a_run_that_is_about_to_end() throws Exception {
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    CountDownLatch begun = new CountDownLatch(1);
    AtomicInteger ended = new AtomicInteger();
    try {
      Poll poll =
          new Poll(
              "test",
              () -> {
                begun.countDown();
                long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
                while (System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
                ended.incrementAndGet();
              });
      poll.startInBackground(executor);
      assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
      poll.stop();
      assertThat(ended.get()).isEqualTo(1);
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void an_error_ends_one_run_and_never_the_polling() throws Exception {
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    try {
      AtomicInteger runs = new AtomicInteger();
      CountDownLatch third = new CountDownLatch(1);
      Poll faulty =
          new Poll(
              "test",
              () -> {
                switch (runs.incrementAndGet()) {
                  case 2 -> throw new AssertionError("an Error, too");
                  case 3 -> third.countDown();
                  default -> {}
                }
              });
      faulty.start(executor);
      assertThat(third.await(10, TimeUnit.SECONDS)).isTrue();
      faulty.stop();
    } finally {
      executor.shutdownNow();
    }
  }
}
