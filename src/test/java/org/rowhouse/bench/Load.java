package org.rowhouse.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Clients that ask for rows of random tenants, each the next as soon as it has the last. */
final class Load {

  private final int port;
  private final List<Customer> customers;
  private final Settings settings;

  Load(int port, List<Customer> customers, Settings settings) {
    this.port = port;
    this.customers = customers;
    this.settings = settings;
  }

  /**
   * @param micros how long each request took, ascending
   * @param errors answers that were not 200, or had not exactly their own tenant's rows
   * @param first the first of them, or empty
   */
  record Result(double seconds, int[] micros, int errors, String first) {

    static Result of(List<Result> parts) {
      return new Result(
          parts.stream().mapToDouble(Result::seconds).sum(),
          parts.stream().flatMapToInt(part -> Arrays.stream(part.micros)).sorted().toArray(),
          parts.stream().mapToInt(Result::errors).sum(),
          parts.stream().map(Result::first).filter(f -> !f.isEmpty()).findAny().orElse(""));
    }

    double perSecond() {
      return micros.length / seconds;
    }

    double millis(double quantile) {
      return micros.length == 0
          ? -1
          : micros[(int) Math.min(micros.length - 1L, (long) (quantile * micros.length))] / 1000.0;
    }
  }

  Result run(Ask ask, int seconds) throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    long end = start + seconds * 1_000_000_000L;
    ExecutorService threads = Executors.newFixedThreadPool(settings.connections());
    try {
      List<Future<Client>> running = new ArrayList<>();
      for (int i = 0; i < settings.connections(); i++) {
        Client client = new Client(ask, i, end);
        running.add(threads.submit(client::run));
      }
      List<Client> clients = new ArrayList<>();
      for (Future<Client> client : running) {
        clients.add(client.get());
      }
      return result((System.nanoTime() - start) / 1e9, clients);
    } finally {
      threads.shutdownNow();
    }
  }

  private static Result result(double seconds, List<Client> clients) {
    int[] micros =
        clients.stream().flatMapToInt(c -> Arrays.stream(c.micros, 0, c.count)).sorted().toArray();
    int errors = clients.stream().mapToInt(c -> c.errors).sum();
    String first = clients.stream().map(c -> c.first).filter(f -> f != null).findAny().orElse("");
    return new Result(seconds, micros, errors, first);
  }

  private final class Client {
    private final Ask ask;
    private final SplittableRandom random;
    private final long end;
    private int[] micros = new int[1 << 16];
    private int count;
    private int errors;
    private String first;

    Client(Ask ask, int seed, long end) {
      this.ask = ask;
      this.random = new SplittableRandom(seed);
      this.end = end;
    }

    Client run() throws IOException {
      byte[][] requests =
          customers.stream().map(c -> c.request(ask.path(c, settings))).toArray(byte[][]::new);
      int rows = ask.rows(settings);
      try (Exchange exchange = new Exchange(port)) {
        for (long before = System.nanoTime(); before < end; ) {
          int who = random.nextInt(requests.length);
          int status = exchange.send(requests[who]);
          long after = System.nanoTime();
          took((int) ((after - before) / 1000));
          before = after;
          if (status != 200
              || !exchange.hasOnly(Customer.MARK, customers.get(who).canary(), rows)) {
            errors++;
            first =
                ask.title()
                    + ", "
                    + customers.get(who).slug()
                    + ": "
                    + status
                    + " "
                    + exchange.body();
          }
        }
      }
      return this;
    }

    private void took(int duration) {
      if (count == micros.length) {
        micros = Arrays.copyOf(micros, 2 * count);
      }
      micros[count++] = duration;
    }
  }
}
