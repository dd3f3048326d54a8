package org.rowhouse.controlplane.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

  private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 1", "2, 2", "3, 4", "6, 32", "7, 60", "1000000, 60"})
  void pauses_double_up_to_a_minute(int tries, int seconds) {
    Duration middle = Duration.ofSeconds(seconds);
    for (int i = 0; i < 1_000; i++) {
      assertThat(Backoff.after(tries, RANDOM))
          .isBetween(middle.dividedBy(2), middle.multipliedBy(3).dividedBy(2));
    }
  }

  @Test
  void two_that_failed_at_once_come_back_apart() {
    long different =
        IntStream.range(0, 100).mapToObj(i -> Backoff.after(5, RANDOM)).distinct().count();
    assertThat(different).isGreaterThan(90);
  }
}
