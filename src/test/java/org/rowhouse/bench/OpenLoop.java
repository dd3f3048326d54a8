package org.rowhouse.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests of random tenants to random nodes at fixed times, one of ten a write. What a request
 * waits for counts from the time it was due: a server that stands still is not spared the requests
 * that it would have had.
 */
final class OpenLoop {

  private static final int CLIENTS = 24;
  private static final int WRITES = 10;

  private final int[] ports;
  private final List<Customer> customers;
  private final Settings settings;
  private final long period;
  private final long begun = System.nanoTime();
  private final AtomicLong next = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private volatile boolean ended;
  private volatile String first;

  private OpenLoop(int[] ports, List<Customer> customers, Settings settings, int rate) {
    this.ports = ports;
    this.customers = customers;
    this.settings = settings;
    this.period = 1_000_000_000L / rate;
  }

  static OpenLoop begin(int[] ports, List<Customer> customers, Settings settings, int rate) {
    OpenLoop loop = new OpenLoop(ports, customers, settings, rate);
    for (int i = 0; i < CLIENTS; i++) {
      int seed = i;
      Thread thread = new Thread(() -> loop.ask(new SplittableRandom(seed)), "open loop");
      loop.threads.add(thread);
      thread.start();
    }
    return loop;
  }

  private record Request(long due, long took, boolean failed) {}

  /** What was asked in some time. */
  record Window(double[] millis, int failed) {

    double p99() {
      return at(.99);
    }

    double longest() {
      return at(1);
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
          "%d requests, %d failed, p50 %.1f ms, p99 %.1f ms, longest %.1f ms",
          millis.length,
          failed,
          at(.5),
          p99(),
          longest());
    }
  }

  private void ask(SplittableRandom random) {
    Exchange[] lines = new Exchange[ports.length];
    while (!ended) {
      long due = begun + next.getAndIncrement() * period;
      while (System.nanoTime() < due && !ended) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      if (!ended) {
        int node = random.nextInt(ports.length);
        Customer customer = customers.get(random.nextInt(customers.size()));
        boolean right = ask(lines, node, customer, random.nextInt(WRITES) == 0);
        long took = System.nanoTime() - due;
        synchronized (requests) {
          requests.add(new Request(due, took, !right));
        }
      }
    }
    for (int node = 0; node < lines.length; node++) {
      close(lines, node);
    }
  }

  private boolean ask(Exchange[] lines, int node, Customer customer, boolean write) {
    try {
      if (lines[node] == null) {
        lines[node] = new Exchange(ports[node]);
      }
      int status =
          lines[node].send(
              write ? customer.newIssue() : customer.request(Ask.LIST.path(customer, settings)));
      boolean right =
          write
              ? status == 201
              : status == 200
                  && lines[node].hasOnly(Customer.MARK, customer.canary(), Ask.LIST.rows(settings));
      if (!right) {
        first = customer.slug() + ": " + status + " " + lines[node].body();
      }
      return right;
    } catch (IOException e) {
      first = customer.slug() + ": " + e;
      close(lines, node);
      return false;
    }
  }

  private static void close(Exchange[] lines, int node) {
    Exchange closing = lines[node];
    lines[node] = null;
    if (closing == null) {
      return;
    }
    try {
      closing.close();
    } catch (IOException e) {
      // it was broken
    }
  }

  /** Of requests that were due then. */
  Window between(long from, long to) {
    synchronized (requests) {
      List<Request> some =
          requests.stream().filter(each -> each.due() >= from && each.due() < to).toList();
      return new Window(
          some.stream().mapToDouble(each -> each.took() / 1e6).sorted().toArray(),
          (int) some.stream().filter(Request::failed).count());
    }
  }

  long failed() {
    synchronized (requests) {
      return requests.stream().filter(Request::failed).count();
    }
  }

  /** What one of those that failed was told. */
  Optional<String> first() {
    return Optional.ofNullable(first);
  }

  /** No request is under way afterwards. */
  void end() throws InterruptedException {
    ended = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
