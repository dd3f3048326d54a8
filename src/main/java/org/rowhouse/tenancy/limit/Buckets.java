package org.rowhouse.tenancy.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import org.rowhouse.tenancy.cache.redis.Redis;

/**
 * This node's part of every bucket that was asked for of late. One that nobody asks for is full
 * again by the time it is forgotten; strangers can make no more of them than fit.
 */
@ApplicationScoped
class Buckets {

  private static final int MOST = 100_000;

  /** No bucket takes longer than a minute to fill. */
  private static final Duration IDLE = Duration.ofMinutes(2);

  private final Redis redis;
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(IDLE).build();

  Buckets() {
    this(null);
  }

  @Inject
  Buckets(Redis redis) {
    this.redis = redis;
  }

  /** Gives back what {@link #take} took; to be spent at this node. */
  void giveBack(String name) {
    Bucket bucket = buckets.getIfPresent(name);
    if (bucket != null) {
      bucket.giveBack();
    }
  }

  /** Takes one of the bucket that {@code name} is in Redis. */
  Verdict take(String name, Rate rate) {
    return buckets
        .get(
            name,
            made ->
                new Bucket(
                    (perSecond, burst, wanted) -> redis.take(made, perSecond, burst, wanted),
                    System::nanoTime))
        .take(rate);
  }
}
