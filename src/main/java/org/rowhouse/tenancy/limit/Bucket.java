package org.rowhouse.tenancy.limit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.rowhouse.tenancy.cache.redis.Redis.Taken;
import org.rowhouse.tenancy.cache.redis.Unreachable;

/**
 * This node's part of a bucket that all nodes share: some tokens taken ahead, and what it was last
 * told of the rest. One request at a time goes and asks; others of the same bucket wait for it.
 */
final class Bucket {

  /** Where all nodes take from. */
  interface Shared {
    /**
     * @throws Unreachable when nobody can say
     */
    Taken take(double perSecond, long burst, long wanted);
  }

  private static final double AHEAD_SECONDS = .05;
  private static final long SECOND = 1_000_000_000L;

  private final Shared shared;
  private final LongSupplier nanoTime;
  private final TokenBucket own;
  private final AtomicLong held = new AtomicLong();
  private final ReentrantLock asking = new ReentrantLock();
  private volatile long left;
  private volatile long emptyUntil;
  private volatile long aloneUntil;
  private volatile Rate takenAt;

  Bucket(Shared shared, LongSupplier nanoTime) {
    this.shared = shared;
    this.nanoTime = nanoTime;
    this.own = new TokenBucket(nanoTime);
    this.emptyUntil = nanoTime.getAsLong();
    this.aloneUntil = emptyUntil;
  }

  /** Takes one, if there is one. */
  Verdict take(Rate rate) {
    if (!rate.equals(takenAt)) {
      takenAt = rate;
      held.set(0); // taken ahead of another need
    }
    if (spend()) {
      return allowed(rate);
    }
    if (isBefore(aloneUntil)) {
      return alone(rate);
    }
    if (isBefore(emptyUntil)) {
      return Verdict.refused(rate);
    }
    asking.lock();
    try {
      if (spend()) {
        return allowed(rate);
      }
      if (isBefore(aloneUntil)) {
        return alone(rate);
      }
      return isBefore(emptyUntil) ? Verdict.refused(rate) : ask(rate);
    } finally {
      asking.unlock();
    }
  }

  /** The one that was taken last is not needed. */
  void giveBack() {
    held.incrementAndGet();
  }

  private Verdict ask(Rate rate) {
    long ahead = (long) (rate.perSecond() * AHEAD_SECONDS);
    long wanted = Math.min(rate.burst(), Math.max(ahead, 1 + asking.getQueueLength()));
    Taken taken;
    try {
      taken = shared.take(rate.perSecond(), rate.burst(), wanted);
    } catch (Unreachable e) {
      aloneUntil = nanoTime.getAsLong() + SECOND;
      return alone(rate);
    }
    left = taken.left();
    if (taken.taken() < wanted) {
      // it is empty: until there can be another one nobody needs to ask
      emptyUntil = nanoTime.getAsLong() + (long) Math.min(SECOND, SECOND / rate.perSecond());
    }
    if (taken.taken() == 0) {
      return Verdict.refused(rate);
    }
    held.addAndGet(taken.taken() - 1);
    return allowed(rate);
  }

  private boolean spend() {
    return held.getAndUpdate(some -> Math.max(0, some - 1)) > 0;
  }

  private Verdict allowed(Rate rate) {
    return Verdict.allowed(rate, held.get() + left);
  }

  private Verdict alone(Rate rate) {
    Taken taken = own.take(rate, 1);
    return taken.taken() == 1 ? Verdict.allowed(rate, taken.left()) : Verdict.refused(rate);
  }

  private boolean isBefore(long moment) {
    return nanoTime.getAsLong() - moment < 0;
  }
}
