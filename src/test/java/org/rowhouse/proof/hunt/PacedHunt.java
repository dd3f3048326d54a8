package org.rowhouse.proof.hunt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.rowhouse.proof.Product;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/**
 * Clients that begin moves at fixed times, as many customers do: a server that stands still is not
 * spared the requests that it would have had, and what the first request of a move waits counts
 * from the time it was due.
 */
public final class PacedHunt implements AutoCloseable {

  private static final int CLIENTS = 32;

  private final List<Hunted> tenants;
  private final Canaries canaries;
  private final Findings findings = new Findings();
  private final long period;
  private final long begun = System.nanoTime();
  private final AtomicLong next = new AtomicLong();
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean ended;

  PacedHunt(Product product, List<Hunted> tenants, Canaries canaries, int movesPerSecond) {
    this.tenants = tenants;
    this.canaries = canaries;
    this.period = 1_000_000_000L / movesPerSecond;
    for (int i = 0; i < CLIENTS; i++) {
      Random random = new Random(i);
      Thread thread = new Thread(() -> work(product, random), "paced hunt");
      threads.add(thread);
      thread.start();
    }
  }

  private record Request(long due, long took) {}

  /** How long answers took, ascending. */
  public record Waits(double[] millis) {

    public int count() {
      return millis.length;
    }

    public double p99() {
      return at(.99);
    }

    private double at(double share) {
      return millis.length == 0
          ? 0
          : millis[(int) Math.min(millis.length - 1, millis.length * share)];
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%4d requests, p50 %5.1f, p99 %6.1f, longest %6.1f ms",
          count(),
          at(.5),
          p99(),
          at(1));
    }
  }

  /** Of the requests that were due then, by {@link System#nanoTime}. */
  public Waits between(long from, long to) {
    return new Waits(
        requests.stream()
            .filter(each -> each.due() >= from && each.due() < to)
            .mapToDouble(each -> each.took() / 1e6)
            .sorted()
            .toArray());
  }

  /** What was found so far. */
  public Findings findings() {
    return findings;
  }

  private void work(Product product, Random random) {
    Moves moves = Moves.quick();
    try (Client client = new Client(product.wire())) {
      while (!ended) {
        client.due = begun + period * next.getAndIncrement();
        while (System.nanoTime() < client.due) {
          LockSupport.parkNanos(client.due - System.nanoTime());
        }
        Hunted tenant = tenants.get(random.nextInt(tenants.size()));
        moves.makeOne(new Visit(tenant, tenants, client, random));
      }
    }
  }

  /** One of them. */
  private final class Client extends Witness {

    private long due;

    Client(Wire wire) {
      super(wire, canaries, findings, false);
    }

    @Override
    Answer exchange(Call call) throws IOException {
      long from = due == 0 ? System.nanoTime() : due;
      due = 0;
      try {
        return super.exchange(call);
      } finally {
        requests.add(new Request(from, System.nanoTime() - from));
      }
    }
  }

  /** No request is under way afterwards. */
  @Override
  public void close() {
    ended = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
