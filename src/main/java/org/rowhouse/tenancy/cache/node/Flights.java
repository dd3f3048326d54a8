package org.rowhouse.tenancy.cache.node;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Who asks for the same at the same time shares one answer. */
public final class Flights<K, V> {

  /** Nobody waits longer for another's answer. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /** An answer begun longer ago is nothing for who asks now: it may be older than promised. */
  private static final Duration YOUNG = Duration.ofMillis(500);

  private final ConcurrentMap<K, Flight<V>> flights = new ConcurrentHashMap<>();

  private static final class Flight<V> {
    private final long begun = System.nanoTime();
    private final CountDownLatch landed = new CountDownLatch(1);
    private volatile V answer;

    boolean isYoung() {
      return System.nanoTime() - begun < YOUNG.toNanos();
    }
  }

  /**
   * The answer of {@code work}, the caller's own or that of somebody who asked shortly before. An
   * exception is only for him whose work threw it: the next of the others tries his own.
   *
   * @param alone what is done by who has waited too long
   */
  public V fly(K key, Supplier<V> work, Supplier<V> alone) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Flight<V> own = new Flight<>();
      Flight<V> flight = flights.compute(key, (k, old) -> isJoined(old) ? old : own);
      if (flight == own) {
        return lead(key, own, work);
      }
      if (!await(flight, end)) {
        return alone.get();
      }
      if (flight.answer != null) {
        return flight.answer;
      }
    }
  }

  private boolean isJoined(Flight<V> old) {
    return old != null && old.isYoung() && old.landed.getCount() > 0;
  }

  private V lead(K key, Flight<V> own, Supplier<V> work) {
    try {
      own.answer = work.get();
      return own.answer;
    } finally {
      flights.remove(key, own);
      own.landed.countDown();
    }
  }

  private boolean await(Flight<V> flight, long end) {
    try {
      return flight.landed.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
