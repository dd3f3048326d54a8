package org.rowhouse.tenancy.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Limits;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** How a node shares its connections to one server among tenants and databases. */
class ServerPoolIT {

  private static final EmbeddedDatabase SERVER = EmbeddedDatabase.shared();
  private static final ContextKey KEY = new ContextKey(new byte[64], new byte[64]);

  private final String user = "pool_" + Ids.next().toString().replace("-", "");
  private final List<String> databases = new ArrayList<>();
  private final List<Backend> opened = new ArrayList<>();
  private int most;
  private ServerPool pool;

  @AfterEach
  void leave_nothing() throws SQLException {
    if (pool != null) {
      pool.close();
    }
    for (String database : databases) {
      execute("drop database if exists " + database + " with (force)");
    }
    execute("drop role if exists " + user);
  }

  private void pool(int size, int share) throws SQLException {
    execute("create role " + user + " login password 'for-this-test-only'");
    pool = new ServerPool(size, share, (tenant, login) -> opened(login));
  }

  /** Counts how many are open, each time that one more is. */
  private Backend opened(Login login) throws SQLException {
    Backend made = Backend.open(login, KEY);
    synchronized (opened) {
      opened.add(made);
      int open = 0;
      for (Backend each : opened) {
        open += each.connection().isClosed() ? 0 : 1;
      }
      most = Math.max(most, open);
    }
    return made;
  }

  private Login main() {
    return new Login(SERVER.jdbcUrl(), user, "for-this-test-only");
  }

  private Login database() throws SQLException {
    String name = user + "_" + databases.size();
    databases.add(name);
    execute("create database " + name);
    return new Login(SERVER.jdbcUrl(name), user, "for-this-test-only");
  }

  private static Tenant tenant() {
    UUID home = Ids.next();
    return new Tenant(
        new TenantId(home),
        "one",
        "One",
        Tenant.Status.ACTIVE,
        Isolation.SCHEMA,
        new Home(home, Isolation.SCHEMA, home, "x", "x", Home.State.READY),
        Limits.STANDARD,
        1);
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = SERVER.superuser("postgres").getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static int pid(Backend backend) throws SQLException {
    try (Statement statement = backend.connection().createStatement();
        ResultSet row = statement.executeQuery("select pg_backend_pid()")) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void a_node_never_opens_more_connections_than_it_may() throws Exception {
    pool(4, 4);
    List<Login> logins = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      logins.add(database());
    }
    List<Tenant> tenants = IntStream.range(0, 12).mapToObj(i -> tenant()).toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<Integer>> served = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Random random = new Random(t);
        Callable<Integer> work =
            () -> {
              int n = 0;
              for (; n < 40; n++) {
                int which = random.nextInt(12);
                Backend backend = pool.borrow(tenants.get(which), logins.get(which));
                assertThat(pid(backend)).isPositive();
                pool.giveBack(backend, tenants.get(which));
              }
              return n;
            };
        served.add(threads.submit(work));
      }
      for (Future<Integer> each : served) {
        assertThat(each.get()).isEqualTo(40);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(most).isEqualTo(4);
  }

  @Test
  void a_database_takes_the_place_of_the_connection_that_rested_longest() throws SQLException {
    pool(2, 2);
    Login first = main();
    Login second = database();
    Login third = database();
    Tenant tenant = tenant();
    int firstPid = used(tenant, first);
    int secondPid = used(tenant, second);
    assertThat(used(tenant, first)).isEqualTo(firstPid);
    used(tenant, third);
    assertThat(used(tenant, first)).isEqualTo(firstPid);
    assertThat(used(tenant, second)).isNotEqualTo(secondPid);
  }

  private int used(Tenant tenant, Login login) throws SQLException {
    Backend backend = pool.borrow(tenant, login);
    try {
      return pid(backend);
    } finally {
      pool.giveBack(backend, tenant);
    }
  }

  @Test
  void a_busy_database_takes_the_connections_that_others_leave_unused() throws Exception {
    pool(4, 4);
    for (int i = 0; i < 3; i++) {
      used(tenant(), database());
    }
    used(tenant(), main());
    TimeUnit.MILLISECONDS.sleep(60); // so long nobody needs them
    Set<Integer> pids = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        Tenant tenant = tenant();
        done.add(
            threads.submit(
                () -> {
                  for (int i = 0; i < 20; i++) {
                    Backend backend = pool.borrow(tenant, main());
                    pids.add(pid(backend));
                    try (Statement work = backend.connection().createStatement()) {
                      work.execute("select pg_sleep(0.005)");
                    }
                    pool.giveBack(backend, tenant);
                  }
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(pids).hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  void one_tenant_cannot_take_every_connection() throws Exception {
    pool(4, 2);
    Tenant noisy = tenant();
    Tenant quiet = tenant();
    Backend one = pool.borrow(noisy, main());
    Backend two = pool.borrow(noisy, main());
    long begun = System.nanoTime();
    assertThatThrownBy(() -> pool.borrow(noisy, main())).isInstanceOf(NoConnection.class);
    assertThat(System.nanoTime() - begun)
        .isBetween(ServerPool.PATIENCE.toNanos(), 3 * ServerPool.PATIENCE.toNanos());
    used(quiet, main());
    pool.giveBack(one, noisy);
    used(noisy, main());
    pool.giveBack(two, noisy);
  }

  @Test
  void who_waits_gets_the_connection_that_comes_back() throws Exception {
    pool(1, 1);
    Tenant holder = tenant();
    Tenant waiter = tenant();
    Backend held = pool.borrow(holder, main());
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<Integer> waiting = threads.submit(() -> used(waiter, main()));
      int pid = pid(held);
      pool.giveBack(held, holder);
      assertThat(waiting.get()).isEqualTo(pid);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void homes_keep_to_the_connections_that_know_them() throws Exception {
    pool(4, 4);
    List<Tenant> tenants = IntStream.range(0, 600).mapToObj(i -> tenant()).toList();
    List<Backend> seen = java.util.Collections.synchronizedList(new ArrayList<>());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int t = 0; t < 8; t++) {
        Random random = new Random(t);
        done.add(
            threads.submit(
                () -> {
                  for (int n = 0; n < 2_000; n++) {
                    Tenant tenant = tenants.get(random.nextInt(600));
                    Backend backend = pool.borrow(tenant, main());
                    if (!seen.contains(backend)) {
                      seen.add(backend);
                    }
                    assertThat(backend.knows(tenant.home().id())).isTrue();
                    pool.giveBack(backend, tenant);
                  }
                  return null;
                }));
      }
      for (Future<?> each : done) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    long most =
        seen.stream()
            .mapToLong(b -> tenants.stream().filter(tenant -> b.knows(tenant.home().id())).count())
            .max()
            .orElseThrow();
    assertThat(most).isLessThanOrEqualTo(Backend.MOST_HOMES);
    assertThat(seen).as("connections are not replaced all the time").hasSizeLessThan(20);
  }

  @Test
  void a_dead_connection_takes_those_beside_it_along() throws SQLException {
    pool(3, 3);
    Tenant tenant = tenant();
    Backend one = pool.borrow(tenant, main());
    Backend two = pool.borrow(tenant, main());
    int beside = pid(two);
    pool.giveBack(two, tenant);
    new Lease(pool, tenant, main(), one).bury();
    assertThat(used(tenant, main())).isNotEqualTo(beside);
  }

  @Test
  void a_connection_that_cannot_be_opened_takes_no_place() throws SQLException {
    pool(1, 1);
    Tenant tenant = tenant();
    Login wrong = new Login(SERVER.jdbcUrl(), user, "not the password");
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> pool.borrow(tenant, wrong)).isInstanceOf(SQLException.class);
    }
    used(tenant, main());
  }
}
