package org.rowhouse.controlplane.fleet.visit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.rowhouse.tenancy.Home;

/** Many homes at once: a few connections to each server, each home on whichever is free. */
public final class Lanes {

  private static final long LOOK_MILLIS = 20;

  private final Function<Home, DataSource> sources;
  private final Executor threads;
  private final Tempo tempo;

  /**
   * @param sources as {@link Lane} wants them; asked by the caller's thread only
   */
  public Lanes(Function<Home, DataSource> sources, Executor threads, Tempo tempo) {
    this.sources = sources;
    this.threads = threads;
    this.tempo = tempo;
  }

  /**
   * Does {@code work} for every visit, again after a pause where a home was locked or its server
   * away, until its patience ends.
   *
   * @param told is given each outcome, in this thread; what it throws ends all, and comes through
   * @param goOn false ends it: homes that were not begun are told of by nobody
   */
  public void run(
      Collection<Visit> visits,
      BiFunction<Lane, Visit, Outcome> work,
      Consumer<Outcome> told,
      BooleanSupplier goOn) {
    BlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
    AtomicInteger working = new AtomicInteger();
    List<ServerQueue> queues = new ArrayList<>();
    byServer(visits).forEach((server, some) -> queues.add(new ServerQueue(some, sources, tempo)));
    try {
      queues.forEach(queue -> begin(queue, work, outcomes, working));
      while (working.get() > 0 || !outcomes.isEmpty()) {
        Outcome outcome = outcomes.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (outcome != null) {
          told.accept(outcome);
        }
        if (!goOn.getAsBoolean()) {
          queues.forEach(ServerQueue::end);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while homes are migrated", e);
    } finally {
      queues.forEach(ServerQueue::end);
      awaitEnd(working);
    }
  }

  private void begin(
      ServerQueue queue,
      BiFunction<Lane, Visit, Outcome> work,
      BlockingQueue<Outcome> outcomes,
      AtomicInteger working) {
    int lanes = Math.min(tempo.lanes(), queue.size());
    for (int i = 0; i < lanes; i++) {
      working.incrementAndGet();
      boolean begun = false;
      try {
        threads.execute(
            () -> {
              try {
                queue.workOff(work, outcomes::add);
              } finally {
                working.decrementAndGet();
              }
            });
        begun = true;
      } catch (RejectedExecutionException e) {
        if (i == 0) {
          throw e; // nobody would do it
        }
      } finally {
        working.addAndGet(begun ? 0 : -1);
      }
    }
  }

  private static Map<Object, List<Visit>> byServer(Collection<Visit> visits) {
    return visits.stream().collect(Collectors.groupingBy(visit -> visit.home().server()));
  }

  /** Nobody may be in a home any more when the caller goes on. */
  private static void awaitEnd(AtomicInteger working) {
    while (working.get() > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
  }
}
