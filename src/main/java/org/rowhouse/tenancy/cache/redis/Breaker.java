package org.rowhouse.tenancy.cache.redis;

import java.util.function.LongSupplier;

/**
 * Whether a server is worth asking. It opens when three questions in a row fail, when of ten or
 * more within a second half fail, and when of all those of a second half failed or were slow; while
 * it is open nobody asks but a probe, whose success closes it.
 *
 * <p>Each opening and each closing begins an era; what was asked in an earlier one has no say.
 */
final class Breaker {

  private static final int IN_A_ROW = 3;
  private static final int ENOUGH = 10;
  private static final long SECOND = 1_000_000_000;
  static final long SLOW_NANOS = 50_000_000;

  private final LongSupplier clock;
  private volatile int era; // odd: open
  private int inARow;
  private long since;
  private int asked;
  private int failed;
  private int slow;

  Breaker(LongSupplier nanoClock) {
    clock = nanoClock;
    since = nanoClock.getAsLong();
  }

  int era() {
    return era;
  }

  static boolean isOpen(int era) {
    return era % 2 != 0;
  }

  boolean isOpen() {
    return isOpen(era);
  }

  /** How often it opened. */
  long openings() {
    return (era + 1L) / 2;
  }

  synchronized void answered(int era, long nanos) {
    if (counts(era)) {
      inARow = 0;
      count(false, nanos > SLOW_NANOS);
    }
  }

  synchronized void failed(int era) {
    if (counts(era)) {
      inARow++;
      count(true, false);
      if (inARow >= IN_A_ROW || asked >= ENOUGH && failed * 2 >= asked) {
        open(era);
      }
    }
  }

  /** The server said that it is the wrong one to ask. */
  synchronized void open(int era) {
    if (counts(era)) {
      this.era = era + 1;
    }
  }

  /** A probe got its answer. */
  synchronized void close() {
    if (isOpen()) {
      inARow = 0;
      begin(clock.getAsLong());
      era = era + 1;
    }
  }

  private boolean counts(int era) {
    return era == this.era && !isOpen(era);
  }

  private void count(boolean bad, boolean late) {
    long now = clock.getAsLong();
    if (now - since > SECOND) {
      boolean worthLittle = asked >= ENOUGH && (failed + slow) * 2 >= asked;
      begin(now);
      if (worthLittle) {
        open(era);
        return;
      }
    }
    asked++;
    failed += bad ? 1 : 0;
    slow += late ? 1 : 0;
  }

  private void begin(long now) {
    since = now;
    asked = 0;
    failed = 0;
    slow = 0;
  }
}
