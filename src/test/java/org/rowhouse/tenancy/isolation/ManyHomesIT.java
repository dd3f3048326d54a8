package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Limits;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/**
 * Traffic over many homes through the connections of one node. The figures of the closing notes:
 * {@code -Dmany.schemas=1000 -Dmany.databases=200 -Dmany.requests=40000}.
 */
class ManyHomesIT {

  private static final int SCHEMAS = Integer.getInteger("many.schemas", 30);
  private static final int DATABASES = Integer.getInteger("many.databases", 8);
  private static final int REQUESTS = Integer.getInteger("many.requests", 2_000);
  private static final int THREADS = 16;
  private static final long MOST_PRIVATE_BYTES = 32L << 20;

  private static final List<String> QUERIES =
      List.of(
          "select id, title, status from issue where tenant_id = ? order by created_at limit 20",
          "select id, name from project where tenant_id = ? order by created_at limit 20",
          "select id, email from member where tenant_id = ?",
          "select id, body from comment where tenant_id = ? limit 20");

  private final List<Tenant> tenants = new ArrayList<>();
  private TestPlane plane;
  private HomePools pools;

  @BeforeEach
  void begin() {
    plane = TestPlane.migrated();
  }

  @AfterEach
  void leave_no_database() {
    pools.close();
    tenants.forEach(tenant -> plane.migrator.clear(tenant.home(), tenant.id()));
  }

  private void homes(Isolation isolation, int count, int connections) throws Exception {
    Settings.Database database = plane.settings.database();
    pools =
        new HomePools(
            new Settings(
                new Settings.Database(
                    database.url(),
                    database.ownerUser(),
                    database.ownerPassword(),
                    database.runtimeUser(),
                    database.runtimePassword(),
                    connections,
                    connections),
                plane.settings.redis(),
                plane.settings.secretKeys(),
                plane.settings.web(),
                plane.settings.tokens(),
                plane.settings.externalIssuers(),
                plane.settings.firstOperator(),
                plane.settings.lifecycle(),
                plane.settings.leaveFile()),
            plane.connections);
    tenants.addAll(
        together(
            count,
            4,
            i -> {
              Home home = plane.newHome(isolation);
              plane.migrator.migrate(home);
              return new Tenant(
                  new TenantId(Ids.next()),
                  "t",
                  "T",
                  Tenant.Status.ACTIVE,
                  isolation,
                  home,
                  Limits.STANDARD,
                  1);
            }));
  }

  private interface Numbered<T> {
    T of(int number) throws Exception;
  }

  private static <T> List<T> together(int count, int threads, Numbered<T> work)
      throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Callable<T>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(() -> work.of(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> each : executor.invokeAll(all)) {
        results.add(each.get());
      }
      return results;
    } finally {
      executor.shutdownNow();
    }
  }

  /** One request: a query without a transaction, or two in one. */
  private void request(int number) throws SQLException {
    Random random = new Random(number);
    Tenant tenant = tenants.get(number < tenants.size() ? number : random.nextInt(tenants.size()));
    boolean reading = number % 5 != 0;
    TenantConnection connection = new TenantConnection(pools, tenant, reading);
    try {
      query(connection.handle(), tenant, QUERIES.get(random.nextInt(QUERIES.size())));
      if (!reading) {
        query(connection.handle(), tenant, QUERIES.get(number % QUERIES.size()));
        connection.commit();
      }
    } finally {
      connection.end();
    }
  }

  private static void query(Connection connection, Tenant tenant, String sql) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setObject(1, tenant.id().value());
      query.executeQuery().close();
    }
  }

  private void traffic(int requests) throws InterruptedException, ExecutionException {
    together(
        requests,
        THREADS,
        number -> {
          request(number);
          return null;
        });
  }

  /** The backends of tenants, by the names of their roles. */
  private List<Integer> backends(Handle watching) {
    return watching
        .createQuery(
            "select pid from pg_stat_activity where application_name = 'rowhouse'"
                + " and (usename = :runtime or datname = usename)")
        .bind("runtime", plane.settings.database().runtimeUser())
        .mapTo(Integer.class)
        .list();
  }

  @Test
  void no_backend_comes_to_know_too_many_schemas() throws Exception {
    homes(Isolation.SCHEMA, SCHEMAS, 16);
    traffic(Math.max(REQUESTS, 2 * SCHEMAS));
    List<Long> sizes = new ArrayList<>();
    for (int pid : plane.superuser().withHandle(this::backends)) {
      Path memory = Path.of("/proc", Integer.toString(pid), "smaps_rollup");
      assumeThat(memory).isReadable();
      sizes.add(privateBytes(memory));
    }
    System.out.println(
        "private memory of backends, MB: " + sizes.stream().map(s -> s >> 20).toList());
    assertThat(sizes).isNotEmpty().allMatch(size -> size <= MOST_PRIVATE_BYTES);
  }

  private static long privateBytes(Path memory) throws IOException {
    return Files.readAllLines(memory).stream()
        .filter(line -> line.startsWith("Private_"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .sum();
  }

  @Test
  void more_databases_than_connections_are_all_served() throws Exception {
    int budget = Math.max(4, DATABASES / 4);
    homes(Isolation.DATABASE, DATABASES, budget);
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try (Handle watching = plane.superuser().open()) {
      Future<?> done =
          executor.submit(
              () -> {
                traffic(REQUESTS);
                return null;
              });
      int most = 0;
      int samples = 0;
      while (!done.isDone()) {
        // one that was just closed PostgreSQL may show a moment longer
        List<Integer> open = new ArrayList<>(backends(watching));
        watching.execute("select pg_sleep(0.01)");
        open.retainAll(backends(watching));
        most = Math.max(most, open.size());
        samples++;
      }
      done.get();
      System.out.println(
          "%d databases, %d connections allowed, at most %d seen in %d samples"
              .formatted(DATABASES, budget, most, samples));
      assertThat(most).isBetween(2, budget);
    } finally {
      executor.shutdownNow();
    }
  }
}
