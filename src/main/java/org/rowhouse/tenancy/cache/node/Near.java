package org.rowhouse.tenancy.cache.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.rowhouse.tenancy.TenantId;

/**
 * Values in the memory of this node, each good for the version of its place that it was read at,
 * and only while this node is known to hear what others forget.
 *
 * @param <K> names a place, its tenant included
 */
public final class Near<K> {

  /** How much later than others this node hears at most of what they forgot. */
  static final Duration HEARING = Duration.ofMillis(800);

  /** Of one value, in bytes of memory. */
  static final int OVERHEAD = 400;

  /** A text in memory takes more than its JSON. */
  static final int FACTOR = 3;

  record Slot(TenantId tenant, Held<?> held, long version) {
    int weight() {
      return OVERHEAD + FACTOR * held.bytes();
    }
  }

  private final Shares<K> shares;
  private final Cache<K, Slot> slots;

  /** Null while nothing proves that all is heard. */
  private volatile Long heardUntil;

  /**
   * @param bytes of memory, about
   * @param share of it for one tenant
   */
  public Near(long bytes, long share) {
    shares = new Shares<>(share);
    slots =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(bytes)
            .weigher((K key, Slot slot) -> slot.weight())
            .expireAfter(Expiry.writing((K key, Slot slot) -> untilEnd(slot.held())))
            .removalListener((key, slot, cause) -> shares.remove(key, slot))
            .build();
  }

  /** Everything forgotten before {@code nanoTime} has been heard. */
  public void heardAllUntil(long nanoTime) {
    heardUntil = nanoTime;
  }

  /** Something may not have been heard. */
  public void deafen() {
    heardUntil = null;
    slots.invalidateAll();
  }

  public boolean hears() {
    Long until = heardUntil;
    return until != null && System.nanoTime() - until < HEARING.toNanos();
  }

  /**
   * What is held, null if nothing is that may be used.
   *
   * @param asOf what was made of an older tenant is not used
   * @param now in milliseconds of the epoch
   */
  public Held<?> get(K key, long version, long asOf, long now) {
    if (!hears()) {
      return null;
    }
    Slot slot = slots.getIfPresent(key);
    boolean good =
        slot != null
            && slot.version() == version
            && slot.held().asOf() >= asOf
            && slot.held().end() > now;
    return good ? slot.held() : null;
  }

  /**
   * @param version of the place before {@code held} was read
   */
  public void put(TenantId tenant, K key, Held<?> held, long version) {
    if (hears()) {
      Slot slot = new Slot(tenant, held, version);
      List<K> tooMany = shares.add(key, slot);
      slots.put(key, slot);
      slots.invalidateAll(tooMany);
    }
  }

  public void drop(K key) {
    slots.invalidate(key);
  }

  public void drop(TenantId tenant) {
    slots.invalidateAll(shares.of(tenant));
  }

  /** About how many bytes of memory are in use; for the tenant. */
  long bytes(TenantId tenant) {
    return shares.bytes(tenant);
  }

  /** About how many bytes of memory are in use. */
  public long bytes() {
    return slots.policy().eviction().orElseThrow().weightedSize().orElse(0);
  }

  Set<K> keys() {
    return slots.asMap().keySet();
  }

  private static Duration untilEnd(Held<?> held) {
    long left = held.end() - System.currentTimeMillis();
    return Duration.ofMillis(Math.max(0, Math.min(left, Duration.ofHours(1).toMillis())));
  }
}
