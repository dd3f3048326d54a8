package org.rowhouse.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.fleet.Policy;
import org.rowhouse.controlplane.fleet.plan.FlywayScripts;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.visit.Lanes;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.controlplane.fleet.visit.Visitor;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** One ADD COLUMN over many SCHEMA homes, and a deployment that has nothing to do. */
final class FleetBench {

  private static final int ROUNDS = 3;
  private static final int REGISTERED = 10_000;

  private final int count;
  private final TestPlane plane = TestPlane.migrated();
  private final List<Home> homes = new ArrayList<>();
  private final Path scripts;
  private final List<String> folders;
  private final String guard = plane.migrator.target().guard();
  private int version = 1000;

  FleetBench(int count) throws IOException {
    this.count = count;
    scripts = Files.createTempDirectory("scripts");
    folders = List.of("db/tenant", "filesystem:" + scripts);
  }

  void run() throws Exception {
    double made = seconds(this::make);
    say("%d homes made in %.1f s, %.1f ms each", count, made, 1000 * made / count);
    checks();
    double[][] took = new double[5][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      int now = round;
      took[0][now] = stock(1);
      took[1][now] = stock(4);
      took[2][now] = apply(1);
      took[3][now] = apply(4);
      took[4][now] = conduct();
    }
    beside();
    double[] medians = Arrays.stream(took).mapToDouble(FleetBench::median).toArray();
    String[] what = {
      "stock loop", "stock loop, 4 threads", "one lane", "4 lanes", "a whole run, rehearsed"
    };
    for (int i = 0; i < what.length; i++) {
      say(
          "%-24s %7.2f s, %7.1f homes a second, x%.1f of the stock loop, x%.1f of its 4 threads",
          what[i],
          medians[i],
          count / medians[i],
          medians[0] / medians[i],
          medians[1] / medians[i]);
    }
    say(
        "BENCH"
            + " {\"homes\":%d,\"stock\":%.2f,\"stock4\":%.2f,\"lane\":%.2f,\"lanes4\":%.2f,\"run\":%.2f}",
        count, medians[0], medians[1], medians[2], medians[3], medians[4]);
  }

  private Void make() {
    for (int i = 0; i < count; i++) {
      Home home = plane.newHome(Isolation.SCHEMA);
      plane.migrator.migrate(home);
      homes.add(home);
    }
    return null;
  }

  private void checks() throws Exception {
    Plan plan = plane.migrator.plan();
    say(
        "reading the plan: %.1f ms",
        1000 * median(() -> FlywayScripts.read(plane.source, folders)));
    say("nothing to do, %d homes: %.1f ms", count, 1000 * median(() -> isBehind(plan)));
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    """
                    insert into control.home (id, isolation, server_id, database_name, schema_name, state, version, fingerprint)
                    select i, 'SCHEMA', o.server_id, 'none', 'h_' || replace(i::text, '-', ''), 'READY', o.version, o.fingerprint
                    from (select gen_random_uuid() i from generate_series(1, ?)) n,
                         (select * from control.home where isolation = 'SCHEMA' limit 1) o
                    """,
                    REGISTERED - count));
    say("nothing to do, %d homes: %.1f ms", REGISTERED, 1000 * median(() -> isBehind(plan)));
    plane
        .owner()
        .useHandle(h -> h.execute("delete from control.home where database_name = 'none'"));
    say(
        "a whole deployment that has nothing to do, walls looked at: %.0f ms",
        1000
            * median(
                () -> {
                  plane.fleet.migrate();
                  return null;
                }));
    say("walls of %d homes: %.0f ms", count, 1000 * median(() -> plane.checks.open(homes)));
  }

  private boolean isBehind(Plan plan) {
    if (plane.conductor(Policy.USUAL).isBehind(plan, guard)) {
      throw new AssertionError("there is something to do");
    }
    return false;
  }

  /** One Flyway for each home, as a product does that has nothing better. */
  private double stock(int threads) throws Exception {
    newColumn();
    double took =
        seconds(
            () -> {
              ExecutorService pool = Executors.newFixedThreadPool(threads);
              List<Future<?>> all = new ArrayList<>();
              homes.forEach(home -> all.add(pool.submit(() -> flyway(home).migrate())));
              for (Future<?> each : all) {
                each.get();
              }
              pool.shutdown();
              return null;
            });
    Plan plan = FlywayScripts.read(plane.source, folders);
    plane.census.reached(
        homes.stream().map(Home::id).toList(),
        new HomeVersion(plan.target(), null, plan.fingerprint()));
    migrateShared(plan);
    return took;
  }

  private Flyway flyway(Home home) {
    FluentConfiguration configuration =
        Flyway.configure()
            .dataSource(plane.source)
            .locations("classpath:db/tenant", "filesystem:" + scripts)
            .defaultSchema(home.schema())
            .createSchemas(false)
            .placeholders(Map.of("runtime", plane.role.name()));
    configuration
        .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
        .setTransactionalLock(false);
    return configuration.load();
  }

  private void migrateShared(Plan plan) {
    if (plane.conductor(Policy.USUAL).conduct(plan, guard, FleetRun.Atomic.HOME).isEmpty()) {
      throw new AssertionError("the shared home was left out");
    }
  }

  private double apply(int lanes) throws Exception {
    newColumn();
    Plan plan = FlywayScripts.read(plane.source, folders);
    Tempo tempo = new Tempo(Tempo.USUAL.lockTimeout(), Tempo.USUAL.patience(), lanes);
    List<Visit> visits =
        homes.stream()
            .map(
                home ->
                    new Visit(
                        home,
                        plane.role.name(),
                        plan,
                        plan.size() - 1,
                        plan.size(),
                        true,
                        List.of()))
            .toList();
    ExecutorService pool = Executors.newCachedThreadPool();
    double took =
        seconds(
            () -> {
              new Lanes(plane.connections::scripts, pool, tempo)
                  .run(
                      visits,
                      new Visitor(tempo, Visit.Ending.COMMIT)::visit,
                      outcome -> {
                        if (!outcome.isDone()) {
                          throw new AssertionError(outcome);
                        }
                      },
                      () -> true);
              return null;
            });
    pool.shutdown();
    migrateShared(plan);
    return took;
  }

  private double conduct() throws Exception {
    newColumn();
    Plan plan = FlywayScripts.read(plane.source, folders);
    return seconds(
        () -> {
          FleetRun run =
              plane
                  .conductor(Policy.USUAL)
                  .conduct(plan, guard, FleetRun.Atomic.HOME)
                  .orElseThrow();
          if (run.state() != FleetRun.State.SUCCEEDED) {
            throw new AssertionError(run);
          }
          return null;
        });
  }

  /** What tenants' reads wait meanwhile. */
  private void beside() throws Exception {
    say(
        "reads with nothing beside:   %s",
        Traffic.during(
            plane.source,
            homes,
            () -> {
              Thread.sleep(3000);
              return null;
            }));
    say("reads beside a run:          %s", Traffic.during(plane.source, homes, this::conduct));
    say("reads beside a strict run:   %s", Traffic.during(plane.source, homes, this::strict));
  }

  private double strict() throws Exception {
    newColumn();
    Plan plan = FlywayScripts.read(plane.source, folders);
    double took =
        seconds(
            () -> {
              FleetRun run =
                  plane
                      .conductor(Policy.USUAL)
                      .conduct(plan, guard, FleetRun.Atomic.FLEET)
                      .orElseThrow();
              if (run.state() != FleetRun.State.SUCCEEDED) {
                throw new AssertionError(run);
              }
              return null;
            });
    say("all at once: %.2f s", took);
    return took;
  }

  private void newColumn() throws IOException {
    version++;
    Files.writeString(
        scripts.resolve("V" + version + "__column.sql"),
        "alter table project add column c" + version + " text;\n");
  }

  private static double seconds(Callable<?> work) throws Exception {
    long begun = System.nanoTime();
    work.call();
    return (System.nanoTime() - begun) / 1e9;
  }

  private static double median(Callable<?> work) throws Exception {
    double[] took = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      took[i] = seconds(work);
    }
    return median(took);
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static void say(String text, Object... values) {
    System.out.println(String.format(Locale.ROOT, text, values));
  }
}
