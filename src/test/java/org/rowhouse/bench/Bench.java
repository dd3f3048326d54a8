package org.rowhouse.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.SignUp;
import org.rowhouse.dev.server.Node;

/** Measures the list of issues over many tenants; see the package. */
public final class Bench {

  private static final int SIGN_UPS_AT_ONCE = 4;

  private final Settings settings;
  private final RunningProduct product;

  private Bench(Settings settings, RunningProduct product) {
    this.settings = settings;
    this.product = product;
  }

  public static void main(String[] arguments) throws Exception {
    Settings settings = Settings.ofSystemProperties();
    if (System.getProperty("bench.what", "").equals("start")) {
      new Start(settings).run();
      return;
    }
    say("%s", settings);
    Map<String, String> longTokens = Map.of("ROWHOUSE_ACCESS_TOKEN_LIFETIME", "PT1H");
    try (RunningProduct product = RunningProduct.startPlain(longTokens, settings.jvm())) {
      say("%s, process %d", product.node(), product.node().pid());
      new Bench(settings, product).run();
    }
  }

  private void run() throws Exception {
    List<Customer> customers = customers();
    Node node = product.node();
    Load load = new Load(node.port(), customers, settings);
    Load.Result warm = load.run(settings.warmup());
    say("warm-up: %.0f requests/s, %d errors", warm.perSecond(), warm.errors());
    double loadBefore = Cpu.load();
    Cpu before = Cpu.now(node, product.services().superuser());
    Load.Result result = load.run(settings.seconds());
    Cpu cpu =
        Cpu.now(node, product.services().superuser())
            .perRequestSince(before, result.micros().length);
    long megabytes = node.residentBytes() >> 20;
    say(
        "%,.0f requests/s, p50 %.1f ms, p99 %.1f ms, %d errors, load of the machine %.1f to %.1f",
        result.perSecond(),
        result.millis(.5),
        result.millis(.99),
        result.errors(),
        loadBefore,
        Cpu.load());
    say(
        "CPU per request: server %.3f ms, PostgreSQL %.3f ms; server resident %d MB",
        cpu.server(), cpu.database(), megabytes);
    RoundTrips trips = RoundTrips.measure(product, customers.get(0));
    say(
        "database round trips: list %d, get %d, post %d, patch %d",
        trips.list(), trips.get(), trips.post(), trips.patch());
    say(
        "BENCH {\"isolation\":\"%s\",\"tenants\":%d,\"connections\":%d,\"java\":\"%s\","
            + "\"requestsPerSecond\":%.0f,\"serverCpuMillis\":%.3f,\"databaseCpuMillis\":%.3f,"
            + "\"p50Millis\":%.2f,\"p99Millis\":%.2f,\"residentMegabytes\":%d,\"errors\":%d,"
            + "\"roundTrips\":{\"list\":%d,\"get\":%d,\"post\":%d,\"patch\":%d}}",
        settings.isolation(),
        settings.tenants(),
        settings.connections(),
        Runtime.version().feature(),
        result.perSecond(),
        cpu.server(),
        cpu.database(),
        result.millis(.5),
        result.millis(.99),
        megabytes,
        result.errors(),
        trips.list(),
        trips.get(),
        trips.post(),
        trips.patch());
    int errors = warm.errors() + result.errors();
    if (errors > 0) {
      throw new AssertionError(errors + " wrong answers, one: " + warm.first() + result.first());
    }
  }

  private List<Customer> customers() throws Exception {
    SignUp signUp = product.signUp();
    ApiClient operator = signUp.operator();
    ExecutorService threads = Executors.newFixedThreadPool(SIGN_UPS_AT_ONCE);
    try {
      List<Future<Customer>> coming = new ArrayList<>();
      for (int i = 0; i < settings.tenants(); i++) {
        String slug = "bench-%04d".formatted(i);
        coming.add(threads.submit(() -> Customer.signUp(signUp, operator, slug, settings)));
      }
      List<Customer> customers = new ArrayList<>();
      for (Future<Customer> customer : coming) {
        customers.add(customer.get());
      }
      say("%d tenants of %d issues", customers.size(), settings.issues());
      return customers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}
