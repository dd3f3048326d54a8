package org.rowhouse.tenancy.cache.node;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.rowhouse.tenancy.TenantId;

/**
 * Versions of places, and who is writing there. Places share stripes: one that is written to bars
 * its neighbours too, which costs them a load.
 */
public final class Stripes {

  /** Somebody is between forgetting and the end of his transaction. */
  public static final long WRITING = -1;

  private static final int COUNT = 1 << 16;

  /** Those of places, then those of tenants. */
  private final AtomicLongArray versions = new AtomicLongArray(2 * COUNT);

  private final AtomicIntegerArray writers = new AtomicIntegerArray(2 * COUNT);
  private final AtomicLong all = new AtomicLong();

  /** Never the same again after anything there was forgotten; or {@link #WRITING}. */
  public long version(TenantId tenant, long mark) {
    int place = of(mark);
    int whole = of(tenant);
    if (writers.get(place) > 0 || writers.get(whole) > 0) {
      return WRITING;
    }
    return versions.get(place) + versions.get(whole) + all.get();
  }

  public void beginWriting(long mark) {
    begin(of(mark));
  }

  public void beginWriting(TenantId tenant) {
    begin(of(tenant));
  }

  public void endWriting(long mark) {
    end(of(mark));
  }

  public void endWriting(TenantId tenant) {
    end(of(tenant));
  }

  /** Another node has written there. */
  public void forget(long mark) {
    versions.incrementAndGet(of(mark));
  }

  public void forget(TenantId tenant) {
    versions.incrementAndGet(of(tenant));
  }

  public void forgetAll() {
    all.incrementAndGet();
  }

  private void begin(int stripe) {
    writers.incrementAndGet(stripe);
    versions.incrementAndGet(stripe);
  }

  private void end(int stripe) {
    versions.incrementAndGet(stripe);
    writers.decrementAndGet(stripe);
  }

  private static int of(long mark) {
    return (int) (mark & COUNT - 1);
  }

  private static int of(TenantId tenant) {
    int hash = tenant.value().hashCode();
    return COUNT + ((hash ^ hash >>> 10 ^ hash >>> 20) & COUNT - 1);
  }
}
