package org.rowhouse.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.rowhouse.tenancy.Home;

/**
 * Reads of random homes at fixed times, as tenants make them, beside something else. A read that
 * has to wait delays those after it, and their wait counts from the time they were due.
 */
final class Traffic {

  private static final long PERIOD_NANOS = 5_000_000;
  private static final int CLIENTS = 2;

  private final List<long[]> waits = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;
  private final AtomicInteger failed = new AtomicInteger();

  private Traffic() {}

  /** What reads waited while {@code work} was done. */
  static String during(DataSource source, List<Home> homes, Callable<?> work) throws Exception {
    Traffic traffic = new Traffic();
    for (int i = 0; i < CLIENTS; i++) {
      int seed = i;
      Thread thread = new Thread(() -> traffic.read(source, homes, seed), "traffic");
      traffic.threads.add(thread);
      thread.start();
    }
    try {
      work.call();
    } finally {
      traffic.end();
    }
    return traffic.line();
  }

  private void read(DataSource source, List<Home> homes, int seed) {
    Random random = new Random(seed);
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      long due = System.nanoTime();
      while (!ended) {
        due += PERIOD_NANOS;
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        String schema = homes.get(random.nextInt(homes.size())).schema();
        try {
          // planning takes the lock that a reader takes, and reads no row behind a policy
          statement.execute("explain select id from " + schema + ".project");
        } catch (SQLException e) {
          failed.incrementAndGet();
        }
        synchronized (waits) {
          waits.add(new long[] {System.nanoTime() - due});
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private String line() {
    long[] sorted = waits.stream().mapToLong(wait -> wait[0]).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%d reads, %d failed, p50 %.1f ms, p99 %.1f ms, longest %.1f ms",
        sorted.length,
        failed.get(),
        at(sorted, .5),
        at(sorted, .99),
        at(sorted, 1));
  }

  private static double at(long[] sorted, double share) {
    return sorted.length == 0
        ? 0
        : sorted[(int) Math.min(sorted.length - 1, sorted.length * share)] / 1e6;
  }

  private void end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
