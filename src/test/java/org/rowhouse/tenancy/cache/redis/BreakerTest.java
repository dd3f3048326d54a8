package org.rowhouse.tenancy.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BreakerTest {

  private static final long QUICK = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SLOW = TimeUnit.MILLISECONDS.toNanos(90);

  private long now = TimeUnit.DAYS.toNanos(3);
  private final Breaker breaker = new Breaker(() -> now);

  private void after(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  private void fails(int times) {
    for (int i = 0; i < times; i++) {
      breaker.failed(breaker.era());
    }
  }

  private void answers(int times, long nanos) {
    for (int i = 0; i < times; i++) {
      breaker.answered(breaker.era(), nanos);
    }
  }

  @Test
  void three_failures_in_a_row_open_it() {
    fails(2);
    answers(1, QUICK);
    fails(2);
    assertThat(breaker.isOpen()).isFalse();
    fails(1);
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.openings()).isEqualTo(1);
  }

  @Test
  void half_of_ten_within_a_second_open_it() {
    for (int i = 0; i < 4; i++) {
      answers(1, QUICK);
      fails(1);
    }
    answers(1, QUICK);
    assertThat(breaker.isOpen()).isFalse();
    fails(1);
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void failures_of_more_than_a_second_ago_are_forgotten() {
    for (int i = 0; i < 20; i++) {
      fails(1);
      answers(1, QUICK);
      after(300);
    }
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void a_second_of_slow_answers_opens_it() {
    answers(12, SLOW);
    assertThat(breaker.isOpen()).as("not before the second is over").isFalse();
    after(1001);
    answers(1, SLOW);
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void a_few_slow_answers_among_many_do_not() {
    for (int second = 0; second < 5; second++) {
      answers(10, SLOW);
      answers(11, QUICK);
      after(1001);
    }
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void a_server_that_says_it_is_the_wrong_one_opens_it_at_once() {
    breaker.open(breaker.era());
    assertThat(breaker.isOpen()).isTrue();
  }

  @Test
  void a_probe_closes_it_and_the_past_is_forgotten() {
    fails(3);
    breaker.close();
    assertThat(breaker.isOpen()).isFalse();
    fails(2);
    assertThat(breaker.isOpen()).isFalse();
    fails(1);
    assertThat(breaker.isOpen()).isTrue();
    assertThat(breaker.openings()).isEqualTo(2);
  }

  @Test
  void what_was_asked_before_it_opened_has_no_say_after() {
    int before = breaker.era();
    fails(3);
    breaker.answered(before, QUICK);
    assertThat(breaker.isOpen()).isTrue();
    breaker.close();
    breaker.failed(before);
    breaker.failed(before);
    breaker.failed(before);
    breaker.open(before);
    assertThat(breaker.isOpen()).isFalse();
  }

  @Test
  void closing_a_closed_one_changes_nothing() {
    int era = breaker.era();
    breaker.close();
    assertThat(breaker.era()).isEqualTo(era);
  }
}
