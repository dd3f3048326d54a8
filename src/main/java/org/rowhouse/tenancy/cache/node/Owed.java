package org.rowhouse.tenancy.cache.node;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.rowhouse.tenancy.TenantId;

/**
 * Tenants of whom something had to be forgotten, and nobody knows whether it was. Until all that is
 * kept of such a tenant has certainly been forgotten, this node uses none of it. There are never
 * more of them than tenants.
 */
public final class Owed implements AutoCloseable {

  private static final long PAUSE_NANOS = 100_000_000;

  private final ConcurrentMap<TenantId, Long> tenants = new ConcurrentHashMap<>();
  private final AtomicLong debts = new AtomicLong();
  private final AtomicBoolean delivering = new AtomicBoolean();
  private final ThreadFactory threads;
  private final BooleanSupplier worthTrying;
  private final Predicate<TenantId> flush;
  private volatile Thread thread;
  private volatile boolean closed;

  /**
   * @param flush has all that is kept of the tenant forgotten; false when that is not certain
   */
  public Owed(ThreadFactory threads, BooleanSupplier worthTrying, Predicate<TenantId> flush) {
    this.threads = threads;
    this.worthTrying = worthTrying;
    this.flush = flush;
  }

  public void add(TenantId tenant) {
    tenants.put(tenant, debts.incrementAndGet());
    deliverSoon();
  }

  public boolean has(TenantId tenant) {
    if (tenants.isEmpty() || !tenants.containsKey(tenant)) {
      return false;
    }
    deliverSoon(); // where no thread could be had before
    return true;
  }

  public int count() {
    return tenants.size();
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
  }

  private void deliverSoon() {
    if (!closed && delivering.compareAndSet(false, true)) {
      try {
        thread = threads.newThread(this::deliver);
        thread.start();
      } catch (RuntimeException | Error e) {
        delivering.set(false); // the next who asks tries again
      }
    }
  }

  private void deliver() {
    try {
      while (!tenants.isEmpty() && !closed && !Thread.currentThread().isInterrupted()) {
        tenants.forEach(
            (tenant, debt) -> {
              if (!closed && worthTrying.getAsBoolean() && isFlushed(tenant)) {
                tenants.remove(tenant, debt);
              }
            });
        if (!tenants.isEmpty()) {
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      }
    } finally {
      delivering.set(false);
    }
    if (!tenants.isEmpty() && !Thread.currentThread().isInterrupted()) {
      deliverSoon();
    }
  }

  private boolean isFlushed(TenantId tenant) {
    try {
      return flush.test(tenant);
    } catch (RuntimeException | Error e) {
      return false; // another turn comes
    }
  }
}
