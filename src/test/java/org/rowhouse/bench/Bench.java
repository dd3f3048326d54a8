package org.rowhouse.bench;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.rowhouse.bench.Comparison.Figures;
import org.rowhouse.bench.Comparison.Side;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.SignUp;
import org.rowhouse.dev.server.Node;
import org.rowhouse.tenancy.isolation.SignatureCost;

/** Measures reads over many tenants, and the same without tenancy; see the package. */
public final class Bench {

  private static final int SIGN_UPS_AT_ONCE = 4;

  /** Tokens that last for the run, and no Redis. */
  static final Map<String, String> WITHOUT_CACHE =
      Map.of("ROWHOUSE_ACCESS_TOKEN_LIFETIME", "PT1H", "ROWHOUSE_REDIS_URL", "");

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
    if (System.getProperty("bench.what", "").equals("fleet")) {
      new FleetBench(Integer.getInteger("bench.homes", 1000)).run();
      return;
    }
    if (System.getProperty("bench.what", "").equals("expand")) {
      new Expand(settings).run();
      return;
    }
    if (System.getProperty("bench.what", "").equals("signup")) {
      new SignUps(settings).run();
      return;
    }
    if (System.getProperty("bench.what", "").equals("cache")) {
      new CacheBench(Settings.ofSystemProperties(40)).run();
      return;
    }
    say("%s", settings);
    Path plain = PlainWar.build();
    try (RunningProduct product =
        RunningProduct.startPlain(WITHOUT_CACHE, node -> node.jvm(settings.jvm()).beside(plain))) {
      say("%s, process %d", product.node(), product.node().pid());
      new Bench(settings, product).run();
    }
  }

  private void run() throws Exception {
    List<Customer> customers = customers(product, settings);
    EmbeddedDatabase database = product.services().database();
    PlainRows.copy(database);
    Node node = product.node();
    requireSameAnswers(customers.get(0));
    Load load = new Load(node.port(), customers, settings);
    var comparison = new Comparison(database.superuser());
    double loadBefore = Cpu.load();
    Map<Ask, Figures> figures = new EnumMap<>(Ask.class);
    comparison
        .run(sides(Ask.LISTS, load), settings.warmup(), settings.seconds())
        .forEach(each -> figures.put(each.side().ask(), each));
    comparison
        .run(sides(Ask.GETS, load), settings.warmup() / 3, settings.seconds())
        .forEach(each -> figures.put(each.side().ask(), each));
    figures.values().forEach(each -> say("%s", each));
    Figures list = figures.get(Ask.LIST);
    double listRatio = list.ratio(figures.get(Ask.PLAIN_LIST));
    double getRatio = figures.get(Ask.GET).ratio(figures.get(Ask.PLAIN_GET));
    say(
        "cost of tenancy: list %.2fx, get %.2fx (target 1.15), list in all %.3f ms (target 0.30)",
        listRatio, getRatio, list.server());
    long megabytes = node.residentBytes() >> 20;
    say(
        "server resident %d MB, load of the machine %.1f to %.1f",
        megabytes, loadBefore, Cpu.load());
    SignatureCost signature = signature(database);
    say(
        "signature %.1f us, with the policy that verifies it %.0f us per transaction (target 100)",
        signature.sign(), signature.perTransaction());
    RoundTrips trips = RoundTrips.measure(product, customers.get(0));
    say("database round trips: %s", trips);
    Load.Result all = list.together();
    say(
        "BENCH {\"isolation\":\"%s\",\"tenants\":%d,\"connections\":%d,\"java\":\"%s\","
            + "\"requestsPerSecond\":%.0f,\"serverCpuMillis\":%.3f,\"databaseCpuMillis\":%.3f,"
            + "\"p50Millis\":%.2f,\"p99Millis\":%.2f,\"residentMegabytes\":%d,"
            + "\"plainServerCpuMillis\":%.3f,\"plainDatabaseCpuMillis\":%.3f,"
            + "\"listRatio\":%.3f,\"getRatio\":%.3f,\"signatureMicros\":%.1f,"
            + "\"roundTrips\":%s}",
        settings.isolation(),
        settings.tenants(),
        settings.connections(),
        Project.javaVersion(),
        all.perSecond(),
        list.server(),
        list.database(),
        all.millis(.5),
        all.millis(.99),
        megabytes,
        figures.get(Ask.PLAIN_LIST).server(),
        figures.get(Ask.PLAIN_LIST).database(),
        listRatio,
        getRatio,
        signature.perTransaction(),
        trips.json());
    String profile = System.getProperty("bench.profile", "");
    if (!profile.isEmpty()) {
      Profile.of(node, Path.of(profile), () -> load.run(Ask.LIST, settings.seconds()));
    }
  }

  private List<Side> sides(List<Ask> asks, Load load) {
    return asks.stream().map(ask -> new Side(ask.title(), product.node(), load, ask)).toList();
  }

  /** The two sides must do the same work. */
  private void requireSameAnswers(Customer customer) {
    ApiClient api = customer.api(product.node());
    for (Ask ask : Ask.values()) {
      String answer = api.get(ask.path(customer, settings)).expect(200).text();
      String product = api.get(ask.original().path(customer, settings)).expect(200).text();
      if (!answer.equals(product)) {
        throw new AssertionError("%s: %s and not %s".formatted(ask.title(), answer, product));
      }
    }
  }

  private SignatureCost signature(EmbeddedDatabase database) throws SQLException {
    String user = product.settings().getOrDefault("ROWHOUSE_RUNTIME_USER", "rowhouse_runtime");
    String password = product.settings().get("ROWHOUSE_RUNTIME_PASSWORD");
    return SignatureCost.measure(
        database.superuser(), database.as(user, password, EmbeddedDatabase.OWNER), user);
  }

  /** Signed up at the first node. */
  static List<Customer> customers(RunningProduct product, Settings settings) throws Exception {
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
