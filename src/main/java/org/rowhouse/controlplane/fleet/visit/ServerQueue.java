package org.rowhouse.controlplane.fleet.visit;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import javax.sql.DataSource;
import org.rowhouse.controlplane.fleet.visit.Outcome.Result;
import org.rowhouse.tenancy.Home;

/** The homes of one server that are still to be visited. */
final class ServerQueue {

  private static final long LOOK_MILLIS = 20;

  private final DelayQueue<Item> items = new DelayQueue<>();
  private final Map<String, DataSource> sources = new HashMap<>();
  private final AtomicInteger left;
  private final Tempo tempo;
  private final Regard regard;
  private volatile boolean ended;

  /** After its patience ended for one home, the others of a server that is away do not wait too. */
  private volatile boolean away;

  ServerQueue(List<Visit> visits, Function<Home, DataSource> source, Tempo tempo) {
    this.tempo = tempo;
    regard = new Regard(tempo.rest());
    left = new AtomicInteger(visits.size());
    long now = System.nanoTime();
    visits.stream()
        .sorted(Comparator.comparing(visit -> visit.home().database()))
        .forEach(
            visit -> {
              Home home = visit.home();
              sources.computeIfAbsent(home.database(), name -> source.apply(home));
              items.add(new Item(visit, 0, now, now + items.size()));
            });
  }

  /**
   * @param due in nanoseconds, for a new item its place in the order
   */
  private record Item(Visit visit, int tries, long begun, long due) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.signum(due - ((Item) other).due);
    }
  }

  int size() {
    return left.get();
  }

  void end() {
    ended = true;
  }

  /** Until nothing is left, in this thread. */
  void workOff(BiFunction<Lane, Visit, Outcome> work, Consumer<Outcome> told) {
    String database = null;
    Lane lane = null;
    try {
      while (!ended && left.get() > 0) {
        Item item = items.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        if (item != null) {
          String name = item.visit().home().database();
          if (!name.equals(database)) {
            close(lane);
            lane = new Lane(sources.get(name));
            database = name;
          }
          Lane free = lane;
          regard.visit(free, () -> visit(item, free, work, told));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close(lane);
    }
  }

  private void visit(
      Item item, Lane lane, BiFunction<Lane, Visit, Outcome> work, Consumer<Outcome> told) {
    Outcome outcome = safely(item.visit(), lane, work);
    long now = System.nanoTime();
    int tries = item.tries() + 1;
    boolean again = outcome.result() == Result.LOCKED || outcome.result() == Result.AWAY;
    // patience begins with the first try and not with the run
    long begun = item.tries() == 0 ? now : item.begun();
    if (again && !away && now - begun < tempo.patience().toNanos()) {
      long pause = tempo.pause(tries, RandomGenerator.getDefault()).toNanos();
      items.add(new Item(item.visit(), tries, begun, now + pause));
      return;
    }
    away |= outcome.result() == Result.AWAY;
    told.accept(outcome.after(tries, outcome.took()));
    left.decrementAndGet();
  }

  private static Outcome safely(Visit visit, Lane lane, BiFunction<Lane, Visit, Outcome> work) {
    long begun = System.nanoTime();
    Outcome outcome;
    try {
      outcome = work.apply(lane, visit);
    } catch (RuntimeException | Error e) {
      lane.close();
      outcome = Outcome.not(visit, Result.FAILED, new Failure(null, null, String.valueOf(e)));
    }
    return outcome.after(1, Duration.ofNanos(System.nanoTime() - begun));
  }

  private static void close(Lane lane) {
    if (lane != null) {
      lane.close();
    }
  }
}
