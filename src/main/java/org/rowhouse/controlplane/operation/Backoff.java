package org.rowhouse.controlplane.operation;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before another try: doubled each time, and never the same for two. */
final class Backoff {

  private static final long FIRST_MILLIS = 1_000;
  private static final long LONGEST_MILLIS = 60_000;

  private Backoff() {}

  /** From half to one and a half times one second, two, four, up to a minute. */
  static Duration after(int tries, RandomGenerator random) {
    int doublings = Math.min(Math.max(tries - 1, 0), 16);
    long millis = Math.min(FIRST_MILLIS << doublings, LONGEST_MILLIS);
    return Duration.ofMillis(millis / 2 + random.nextLong(millis + 1));
  }
}
