package org.rowhouse.tenancy.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rowhouse.settings.ExampleSettings;
import org.rowhouse.tenancy.cache.redis.Redis;

class BucketTest {

  private static final Rate HUNDRED = Rate.perSecond(100);

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000);
  private final AtomicInteger questions = new AtomicInteger();
  private final TokenBucket everybodys = new TokenBucket(now::get);

  private Bucket node() {
    return new Bucket(
        (perSecond, burst, wanted) -> {
          questions.incrementAndGet();
          return everybodys.take(new Rate(perSecond, burst), wanted);
        },
        now::get);
  }

  /** A Redis that is not there. */
  private Bucket lonely() {
    Redis redis = new Redis(ExampleSettings.with());
    return new Bucket(
        (perSecond, burst, wanted) -> {
          questions.incrementAndGet();
          return redis.take("nowhere", perSecond, burst, wanted);
        },
        now::get);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static int allowed(Rate rate, int tries, Bucket... nodes) {
    return (int)
        IntStream.range(0, tries)
            .filter(i -> nodes[i % nodes.length].take(rate).isAllowed())
            .count();
  }

  @Test
  void nodes_give_away_together_what_one_may_have_and_a_little_ahead() {
    Bucket[] nodes = {node(), node(), node()};
    assertThat(allowed(HUNDRED, 1_000, nodes)).isEqualTo(100);
    for (int second = 0; second < 10; second++) {
      pass(Duration.ofSeconds(1));
      assertThat(allowed(HUNDRED, 1_000, nodes)).isEqualTo(100);
    }
  }

  @Test
  void what_was_not_asked_for_is_kept_for_a_second_and_no_longer() {
    Bucket node = node();
    allowed(HUNDRED, 200, node);
    pass(Duration.ofHours(1));
    assertThat(allowed(HUNDRED, 1_000, node)).isBetween(100, 105);
  }

  @Test
  void most_requests_ask_nobody() {
    Bucket node = node();
    allowed(HUNDRED, 100, node);
    assertThat(questions).hasValue(20);
  }

  @Test
  void a_flood_asks_no_more_often_than_something_can_be_there() {
    Bucket node = node();
    allowed(HUNDRED, 100, node);
    int before = questions.get();
    for (int milli = 0; milli < 1_000; milli++) {
      pass(Duration.ofMillis(1));
      allowed(HUNDRED, 10, node);
    }
    assertThat(questions.get() - before).isBetween(90, 110);
  }

  @Test
  void while_one_request_asks_the_others_wait_for_what_it_brings() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    Bucket node =
        new Bucket(
            (perSecond, burst, wanted) -> {
              questions.incrementAndGet();
              asked.countDown();
              try {
                answer.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return everybodys.take(new Rate(perSecond, burst), wanted);
            },
            now::get);
    Rate thousand = Rate.perSecond(1_000);
    Queue<Verdict> verdicts = new ConcurrentLinkedQueue<>();
    List<Thread> others =
        Stream.generate(() -> new Thread(() -> verdicts.add(node.take(thousand)), "waits"))
            .limit(40)
            .toList();
    Thread first = new Thread(() -> verdicts.add(node.take(thousand)), "asks");
    first.start();
    try {
      asked.await();
      others.forEach(Thread::start);
      awaitWaiting(others);
    } finally {
      answer.countDown();
    }
    first.join();
    for (Thread each : others) {
      each.join();
    }
    assertThat(verdicts).hasSize(41).allMatch(Verdict::isAllowed);
    assertThat(questions).hasValue(1);
  }

  private static void awaitWaiting(List<Thread> threads) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!threads.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING)) {
      assertThat(System.nanoTime()).as("all of %d wait", threads.size()).isLessThan(end);
      Thread.sleep(5);
    }
  }

  @Test
  void without_redis_a_node_limits_by_itself_and_asks_once_a_second() {
    Bucket node = lonely();
    assertThat(allowed(HUNDRED, 1_000, node)).isEqualTo(100);
    assertThat(questions).hasValue(1);
    for (int tenth = 0; tenth < 10; tenth++) {
      pass(Duration.ofMillis(100));
      assertThat(allowed(HUNDRED, 1_000, node)).isEqualTo(10);
    }
    assertThat(questions).hasValue(2);
  }

  @Test
  void another_plan_counts_at_once() {
    Bucket node = lonely();
    allowed(HUNDRED, 1_000, node);
    pass(Duration.ofSeconds(1));
    assertThat(allowed(Rate.perSecond(5), 1_000, node)).isEqualTo(5);
    pass(Duration.ofSeconds(1));
    assertThat(allowed(Rate.perSecond(500), 1_000, node)).isEqualTo(500);
  }

  @Test
  void what_was_taken_ahead_under_a_larger_plan_is_not_spent_under_a_smaller() {
    Bucket node = node();
    assertThat(node.take(Rate.perSecond(1_000)).isAllowed()).isTrue();
    assertThat(allowed(Rate.perSecond(5), 40, node)).isEqualTo(5);
  }

  @Test
  void what_was_taken_ahead_of_a_greater_plan_is_not_spent() {
    Bucket node = node();
    node.take(Rate.perSecond(1_000));
    assertThat(allowed(Rate.perSecond(5), 100, node)).isEqualTo(5);
  }

  @Test
  void what_was_given_back_is_there_again() {
    Bucket node = node();
    Rate ten = Rate.perMinute(10);
    for (int i = 0; i < 100; i++) {
      assertThat(node.take(ten).isAllowed()).isTrue();
      node.giveBack();
    }
    assertThat(allowed(ten, 100, node)).isEqualTo(10);
  }

  @Test
  void a_verdict_says_how_it_stands() {
    Bucket node = node();
    Verdict first = node.take(HUNDRED);
    assertThat(first.limit()).isEqualTo(100);
    assertThat(first.remaining()).isEqualTo(99);
    assertThat(first.seconds()).isEqualTo(1);
    allowed(HUNDRED, 1_000, node);
    assertThat(node.take(HUNDRED)).isEqualTo(new Verdict(false, 100, 0, 1));
    Bucket other = lonely();
    allowed(Rate.perMinute(10), 20, other);
    assertThat(other.take(Rate.perMinute(10)).seconds()).isEqualTo(6);
  }
}
