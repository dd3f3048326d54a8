package org.rowhouse.controlplane;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.rowhouse.http.Problem;

/**
 * Keeps something in memory fresh: runs a task again and again, and knows how old its last success
 * is. An exception ends one run, never the polling; runs do not overlap.
 */
public class Poll {

  private static final System.Logger LOG = System.getLogger(Poll.class.getName());
  private static final Duration PERIOD = Duration.ofSeconds(1);
  private static final Duration TO_STOP = Duration.ofSeconds(5);

  private final String what;
  private final Duration period;
  private final Runnable task;
  private final LongSupplier nanoTime;
  private volatile long asOf;
  private volatile boolean everDone;
  private boolean failing;
  private final ReentrantLock running = new ReentrantLock();
  private volatile boolean stopped;
  private Future<?> schedule;

  /**
   * @param what for the log, for example {@code "revocations"}
   * @param task reads and swaps the state in memory; may throw
   */
  public Poll(String what, Runnable task) {
    this(what, task, System::nanoTime);
  }

  /** As the other, with a pause of {@code period} between runs in place of a second. */
  public Poll(String what, Duration period, Runnable task) {
    this(what, period, task, System::nanoTime);
  }

  Poll(String what, Runnable task, LongSupplier nanoTime) {
    this(what, PERIOD, task, nanoTime);
  }

  private Poll(String what, Duration period, Runnable task, LongSupplier nanoTime) {
    this.what = what;
    this.period = period;
    this.task = task;
    this.nanoTime = nanoTime;
  }

  /**
   * Runs once in this thread, letting its exception through, then again and again until the stop.
   */
  public void start() {
    start(ServerThreads.schedule());
  }

  /** As {@link #start}, for a task that may take long: no run is in this thread. */
  public void startInBackground() {
    startInBackground(ServerThreads.schedule());
  }

  void start(ScheduledExecutorService executor) {
    stopped = false;
    now();
    schedule(executor, period);
  }

  void startInBackground(ScheduledExecutorService executor) {
    stopped = false;
    schedule(executor, Duration.ZERO);
  }

  private synchronized void schedule(ScheduledExecutorService executor, Duration first) {
    if (schedule == null && !stopped) {
      schedule =
          executor.scheduleWithFixedDelay(
              this::quietly, first.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /**
   * Ends the polling; call it in {@code @PreDestroy}. It waits for a run under way, but for some
   * seconds only: what takes longer has to see by itself that it is to end.
   */
  public void stop() {
    stopped = true;
    cancel();
    try {
      if (running.tryLock(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        running.unlock();
      } else {
        LOG.log(Level.WARNING, "Polling {0} is still at work and is left to itself", what);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void cancel() {
    if (schedule != null) {
      schedule.cancel(false);
      schedule = null;
    }
  }

  /** Runs the task in this thread, after a run under way; its exception comes through. */
  public void now() {
    running.lock();
    try {
      long begun = nanoTime.getAsLong();
      task.run();
      asOf = begun;
      everDone = true;
    } finally {
      running.unlock();
    }
  }

  /** This moment, for {@link #knows}. */
  public long moment() {
    return nanoTime.getAsLong();
  }

  /** Whether what is in memory was read at {@code moment} or after it. */
  public boolean knows(long moment) {
    return everDone && asOf - moment >= 0;
  }

  /** Whether what is in memory was true at some moment within {@code limit}. */
  public boolean isFresh(Duration limit) {
    return everDone && nanoTime.getAsLong() - asOf <= limit.toNanos();
  }

  /**
   * Fails closed.
   *
   * @throws Problem 503 when the last success is older than {@code limit}
   */
  public void requireFresh(Duration limit) {
    if (!isFresh(limit)) {
      throw Problem.unavailable(
          "not-up-to-date", "This node has lost touch with its database. Try again.", 2);
    }
  }

  private void quietly() {
    running.lock();
    try {
      now();
      if (failing) {
        LOG.log(Level.INFO, "Polling {0} works again", what);
        failing = false;
      }
    } catch (Exception | Error e) {
      if (!failing) {
        LOG.log(Level.WARNING, "Polling " + what + " failed; it goes on", e);
        failing = true;
      }
    } finally {
      running.unlock();
    }
  }
}
