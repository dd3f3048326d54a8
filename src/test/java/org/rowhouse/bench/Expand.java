package org.rowhouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.SignUp;
import org.rowhouse.dev.server.Node;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/**
 * Two nodes serve while every home gets what an expand step is made of: a column, an index, values
 * for the rows that are there, and the constraint.
 */
final class Expand {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> STEPS =
      List.of(
          "alter table issue add column stage text;\n"
              + "alter table issue alter column stage set default 'idea';\n",
          "create index concurrently issue_stage on issue (tenant_id, stage);\n",
          """
          -- rowhouse: in batches
          update issue set stage = 'idea'
          where id in (select id from issue where stage is null limit 200);
          """,
          "alter table issue add constraint staged check (stage is not null) not valid;\n",
          "alter table issue validate constraint staged;\n",
          "alter table issue alter column stage set not null;\n"
              + "alter table issue drop constraint staged;\n");

  private final int homes = Integer.getInteger("bench.homes", 500);
  private final int tenants = Integer.getInteger("bench.tenants", 40);
  private final int rate = Integer.getInteger("bench.rate", 100);
  private final Settings settings;

  Expand(Settings settings) {
    this.settings = settings;
  }

  void run() throws Exception {
    try (RunningProduct product = RunningProduct.startDurable(Map.of(), node -> node)) {
      // it only holds the database server: the nodes are on a database of their own
      product.node().close();
      TestPlane plane = TestPlane.migratedOn(product.services().database());
      try (Node one = begin(product, plane);
          Node two = begin(product, plane)) {
        one.awaitReady(PATIENCE);
        two.awaitReady(PATIENCE);
        run(plane, new int[] {one.port(), two.port()}, customers(product, one));
      }
    }
  }

  private Node begin(RunningProduct product, TestPlane plane) throws Exception {
    Map<String, String> environment = new HashMap<>(plane.environment());
    environment.put(
        "ROWHOUSE_SECRET_KEY",
        Base64.getEncoder().encodeToString(plane.settings.secretKeys().get(0).getEncoded()));
    environment.put("ROWHOUSE_ACCESS_TOKEN_LIFETIME", "PT1H");
    return product.begin(
        Ports.free(), launch -> launch.heap("384m").jvm(settings.jvm()).settings(environment));
  }

  /** Four of five have a home of their own, the others share one. */
  private List<Customer> customers(RunningProduct product, Node node) {
    SignUp signUp =
        new SignUp(
            ApiClient.of(node.uri()),
            product.settings().get("ROWHOUSE_OPERATOR_EMAIL"),
            product.settings().get("ROWHOUSE_OPERATOR_PASSWORD"));
    ApiClient operator = signUp.operator();
    List<Customer> customers = new ArrayList<>();
    for (int i = 0; i < tenants; i++) {
      customers.add(
          Customer.signUp(
              signUp,
              operator,
              "expand-%04d".formatted(i),
              settings.with(i % 5 == 4 ? "SHARED" : "SCHEMA")));
    }
    return customers;
  }

  private void run(TestPlane plane, int[] ports, List<Customer> customers) throws Exception {
    for (int made = tenants - tenants / 5; made < homes; made++) {
      Home home = plane.newHome(Isolation.SCHEMA);
      plane.migrator.migrate(home);
    }
    say("%d homes, %d tenants, %d requests a second", homes + 1, tenants, rate);
    Path scripts = scripts();
    OpenLoop load = OpenLoop.begin(ports, customers, settings, rate);
    try {
      Thread.sleep(1000L * settings.warmup());
      long begun = System.nanoTime();
      Thread.sleep(1000L * settings.seconds());
      long migrates = System.nanoTime();
      FleetRun run =
          plane.nextVersion("filesystem:" + scripts).fleet.migrate(Atomic.HOME).orElseThrow();
      long migrated = System.nanoTime();
      load.end();
      if (run.state() != FleetRun.State.SUCCEEDED) {
        throw new AssertionError(run);
      }
      OpenLoop.Window before = load.between(begun, migrates);
      OpenLoop.Window beside = load.between(migrates, migrated);
      double seconds = (migrated - migrates) / 1e9;
      say("before: %s", before);
      say("beside: %s, a run of %.1f s, %d steps", beside, seconds, STEPS.size());
      say("p99 x%.2f (target 2), failed %d (target 0)", beside.p99() / before.p99(), load.failed());
      say(
          "BENCH {\"what\":\"expand\",\"homes\":%d,\"rate\":%d,\"seconds\":%.1f,\"failed\":%d,"
              + "\"p99Before\":%.2f,\"p99Beside\":%.2f,\"longest\":%.1f}",
          homes + 1, rate, seconds, load.failed(), before.p99(), beside.p99(), beside.longest());
      load.first().ifPresent(failure -> say("the first that failed: %s", failure));
    } finally {
      load.end();
    }
  }

  private static Path scripts() throws IOException {
    Path directory = Files.createTempDirectory("scripts");
    for (int i = 0; i < STEPS.size(); i++) {
      Files.writeString(directory.resolve("V" + (1000 + i) + "__expand.sql"), STEPS.get(i));
    }
    return directory;
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}
