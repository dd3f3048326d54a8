package org.rowhouse.tenancy.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.RedisProxy;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantErasing;
import org.rowhouse.tenancy.cache.redis.Figures.Question;

/** Two nodes that hear each other; the one reaches Redis through somebody who makes trouble. */
@Timeout(60)
class NearIT {

  record Number(long value) {}

  private static final Region<Number> NUMBERS = Region.of("numbers", Number.class);
  private static final Key KEY = Key.of("one");
  private static final Duration BOUND = Duration.ofSeconds(1);

  private static RunDirectory directory;
  private static EmbeddedRedis server;

  private final Tenant acme = TestNode.tenant();
  private final AtomicLong database = new AtomicLong(1);
  private final AtomicLong loads = new AtomicLong();
  private RedisProxy proxy;
  private TestNode here;
  private TestNode there;

  @BeforeAll
  static void start() throws IOException {
    directory = RunDirectory.temporary();
    server = EmbeddedRedis.start(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
    directory.close();
  }

  @BeforeEach
  void open() throws IOException {
    proxy = RedisProxy.before(server.port());
    here = new TestNode(server.url().replace(":" + server.port(), ":" + proxy.port())).hearing();
    there = new TestNode(server.url()).hearing();
  }

  @AfterEach
  void close() throws IOException {
    here.close();
    there.close();
    proxy.close();
  }

  private long read(TestNode node, Tenant tenant) {
    return node.in(tenant, () -> node.cache.get(NUMBERS, KEY, this::load)).value();
  }

  private long page(TestNode node) {
    return node.in(acme, () -> node.cache.get(NUMBERS, KEY, Key.of("page"), this::load)).value();
  }

  private Number load() {
    loads.incrementAndGet();
    return new Number(database.get());
  }

  private void write(TestNode node) {
    node.run(
        acme,
        () ->
            node.transaction.run(
                () -> {
                  node.cache.forget(List.of(new Kept(NUMBERS, KEY)));
                  database.incrementAndGet();
                }));
  }

  private long questions(TestNode node) {
    var asked = node.redis.figures().asked();
    return asked.get(Question.READ).count() + asked.get(Question.CLAIM).count();
  }

  @Test
  void a_hot_read_asks_nobody() {
    read(here, acme);
    page(here);
    long before = questions(here);
    for (int i = 0; i < 1_000; i++) {
      assertThat(read(here, acme)).isEqualTo(1);
      assertThat(page(here)).isEqualTo(1);
    }
    assertThat(questions(here)).isEqualTo(before);
    assertThat(loads).hasValue(2);
  }

  @Test
  void after_a_write_the_same_node_is_served_nothing_older() {
    read(here, acme);
    page(here);
    write(here);
    assertThat(read(here, acme)).isEqualTo(2);
    assertThat(page(here)).isEqualTo(2);
  }

  @Test
  void after_a_write_the_other_node_hears_of_it() {
    read(here, acme);
    page(here);
    read(there, acme);
    write(there);
    long acknowledged = System.nanoTime();
    TestNode.await("the news", () -> read(here, acme) == 2 && page(here) == 2);
    assertThat(System.nanoTime() - acknowledged).isLessThan(BOUND.toNanos());
    there.run(acme, there.cache::forgetAll);
    database.set(9);
    TestNode.await("the news of all", () -> read(here, acme) == 9 && page(here) == 9);
  }

  @Test
  void who_no_longer_hears_is_served_nothing_near() {
    List<Runnable> deafnesses =
        List.of(proxy::cut, proxy::pauseInAnswer, proxy::trickle, () -> proxy.delay(BOUND));
    for (Runnable deafness : deafnesses) {
      here.hearing();
      read(here, acme);
      deafness.run();
      write(there);
      long acknowledged = System.nanoTime();
      long last = database.get();
      TestNode.await("no near value", () -> read(here, acme) == last);
      assertThat(System.nanoTime() - acknowledged)
          .isLessThan(BOUND.plus(Duration.ofMillis(300)).toNanos()); // its own question included
      proxy.pass();
    }
  }

  @Test
  void after_a_gap_nothing_from_before_is_served() {
    read(here, acme);
    database.set(5);
    here.cache.node.gap();
    here.hearing();
    new RawRedis(server.url()).flush();
    assertThat(read(here, acme)).isEqualTo(5);
  }

  @Test
  void garbled_news_are_a_gap() {
    read(here, acme);
    here.cache.node.heard(new byte[] {1, 2, 3});
    assertThat(here.cache.node.near.hears()).isFalse();
  }

  @Test
  void a_changed_tenant_outdates_what_is_near() {
    read(here, acme);
    database.set(7);
    assertThat(read(here, TestNode.tenant(acme.id(), 2))).isEqualTo(7);
  }

  @Test
  void an_erased_tenant_leaves_nothing_near_either() {
    read(here, acme);
    read(there, acme);
    Tenant globex = TestNode.tenant();
    read(here, globex);
    here.cache.erase(new TenantErasing(acme.id()));
    assertThat(here.cache.node.near.get(place(acme), version(acme), 0, 0)).isNull();
    assertThat(here.cache.node.near.get(place(globex), version(globex), 0, 0)).isNotNull();
    database.set(3);
    TestNode.await("the news", () -> read(there, acme) == 3);
  }

  private static Place place(Tenant tenant) {
    return Place.of(tenant.id(), "numbers", KEY);
  }

  private long version(Tenant tenant) {
    return here.cache.node.stripes.version(tenant.id(), place(tenant).mark());
  }

  /** What was acknowledged, and when. */
  private record Acknowledged(long value, long nanos) {}

  @Test
  void under_fire_no_read_is_older_than_promised() throws Exception {
    ExecutorService threads = Executors.newCachedThreadPool();
    AtomicLong sameNode = new AtomicLong(1);
    Deque<Acknowledged> all = new ArrayDeque<>();
    long end = System.nanoTime() + Duration.ofSeconds(6).toNanos();
    List<Future<Long>> work = new ArrayList<>();
    work.add(
        threads.submit(
            () -> {
              long writes = 0;
              while (System.nanoTime() < end) {
                write(here);
                sameNode.set(database.get());
                TestNode.await("Redis to be told", () -> here.cache.node.owed.count() == 0);
                synchronized (all) {
                  all.add(new Acknowledged(database.get(), System.nanoTime()));
                }
                writes++;
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(5_000_000));
              }
              return writes;
            }));
    for (int i = 0; i < 4; i++) {
      boolean paged = i % 2 == 0;
      work.add(
          threads.submit(
              () -> {
                long reads = 0;
                while (System.nanoTime() < end) {
                  long atLeast = sameNode.get();
                  assertThat(paged ? page(here) : read(here, acme)).isGreaterThanOrEqualTo(atLeast);
                  reads++;
                  LockSupport.parkNanos(200_000); // leaves the writer a processor
                }
                return reads;
              }));
      work.add(
          threads.submit(
              () -> {
                long reads = 0;
                while (System.nanoTime() < end) {
                  long atLeast = acknowledgedBefore(all, System.nanoTime() - BOUND.toNanos());
                  assertThat(paged ? page(there) : read(there, acme))
                      .isGreaterThanOrEqualTo(atLeast);
                  reads++;
                  LockSupport.parkNanos(200_000); // leaves the writer a processor
                }
                return reads;
              }));
    }
    for (Future<Long> each : work) {
      assertThat(each.get(30, TimeUnit.SECONDS)).isGreaterThan(50);
    }
    threads.shutdown();
  }

  private static long acknowledgedBefore(Deque<Acknowledged> all, long nanos) {
    synchronized (all) {
      while (all.size() > 1 && nextOf(all).nanos() < nanos) {
        all.removeFirst();
      }
      return all.isEmpty() || all.getFirst().nanos() >= nanos ? 1 : all.getFirst().value();
    }
  }

  private static Acknowledged nextOf(Deque<Acknowledged> all) {
    var each = all.iterator();
    each.next();
    return each.next();
  }
}
