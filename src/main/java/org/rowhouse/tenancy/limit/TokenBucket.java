package org.rowhouse.tenancy.limit;

import java.util.function.LongSupplier;
import org.rowhouse.tenancy.cache.redis.Redis.Taken;

/** A bucket in this JVM, full at first; its rate may be another one at each call. */
final class TokenBucket {

  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private double tokens = Double.MAX_VALUE;
  private long filledAt;

  TokenBucket(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.filledAt = nanoTime.getAsLong();
  }

  /** Takes {@code wanted}, or what there is of it. */
  synchronized Taken take(Rate rate, long wanted) {
    long now = nanoTime.getAsLong();
    double filled = tokens + Math.max(0, now - filledAt) / NANOS * rate.perSecond();
    tokens = Math.min(rate.burst(), filled);
    filledAt = now;
    long taken = Math.min(wanted, (long) tokens);
    tokens -= taken;
    return new Taken(taken, (long) tokens);
  }
}
