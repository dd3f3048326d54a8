package org.rowhouse.tenancy.cache.redis;

import jakarta.enterprise.concurrent.ManagedThreadFactory;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Threads of this package's own, one of which ends connections whose time is over. */
final class Watch implements AutoCloseable {

  /** Something that must be over at a time. */
  interface Bounded {
    /** Never waits. */
    void endIfLate(long nanoTime);
  }

  /** What a thread does again and again. */
  interface Turn {
    void take() throws InterruptedException;
  }

  private static final Logger LOG = System.getLogger(Watch.class.getName());

  private final Set<Bounded> watched = ConcurrentHashMap.newKeySet();
  private final CountDownLatch over = new CountDownLatch(1);
  private final ThreadFactory threads = threads();

  Watch() {
    every(
        Duration.ofMillis(20),
        "watchdog",
        () -> {
          long now = System.nanoTime();
          watched.forEach(one -> one.endIfLate(now));
        });
  }

  void over(Bounded one) {
    watched.add(one);
  }

  /** How many are open. */
  int connections() {
    return watched.size();
  }

  void forget(Bounded one) {
    watched.remove(one);
  }

  /** With a pause after each turn; a turn that fails is followed by the next. */
  void every(Duration pause, String name, Turn turn) {
    Thread thread =
        threads.newThread(
            () -> {
              try {
                while (!over.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                  take(turn, name);
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // the server ends its threads
              }
            });
    thread.setName("rowhouse-redis-" + name);
    if (!(threads instanceof ManagedThreadFactory)) {
      thread.setDaemon(true);
    }
    thread.start();
  }

  boolean isOver() {
    return over.getCount() == 0;
  }

  @Override
  public void close() {
    over.countDown();
  }

  private static void take(Turn turn, String name) throws InterruptedException {
    try {
      turn.take();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "Redis: a turn of the " + name + " failed", e);
    }
  }

  private static ThreadFactory threads() {
    try {
      return InitialContext.doLookup("java:comp/DefaultManagedThreadFactory");
    } catch (NamingException e) {
      return Thread::new; // no server around
    }
  }
}
