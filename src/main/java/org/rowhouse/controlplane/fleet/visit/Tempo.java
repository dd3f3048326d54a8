package org.rowhouse.controlplane.fleet.visit;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How hard a fleet is pressed.
 *
 * @param lockTimeout how long a script waits for a lock, and every request that comes after it
 * @param patience how long a home is asked again before it is left for later
 * @param lanes connections to each PostgreSQL server
 * @param rest on a server where others work, homes are visited one after another, with a rest of so
 *     many times what the visit took; 0 where nobody is looked for
 */
public record Tempo(Duration lockTimeout, Duration patience, int lanes, int rest) {

  public static final Tempo USUAL = new Tempo(Duration.ofMillis(200), Duration.ofSeconds(30), 4);

  private static final long FIRST_PAUSE = 100;
  private static final long LONGEST_PAUSE = 2_000;

  /** With regard for nobody. */
  public Tempo(Duration lockTimeout, Duration patience, int lanes) {
    this(lockTimeout, patience, lanes, 0);
  }

  /** The same, with regard for those who work there. */
  public Tempo resting(int times) {
    return new Tempo(lockTimeout, patience, lanes, times);
  }

  /** The pause after {@code tries}: random, so that those who met once do not meet again. */
  Duration pause(int tries, RandomGenerator random) {
    long most = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(tries - 1, 10));
    return Duration.ofMillis(random.nextLong(most / 4, most + 1));
  }
}
