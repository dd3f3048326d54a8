package org.rowhouse.tenancy.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.RedisProxy;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.settings.ExampleSettings;

/** Clients ask without a pause while Redis is in trouble, and after. */
@Timeout(120)
class HealingIT {

  private static final int CLIENTS = 8;
  private static final int NAMES = 500;
  private static final Duration LONGEST = Duration.ofMillis(500);
  private static final Duration HEALED = Duration.ofSeconds(5);

  private static RunDirectory directory;
  private static EmbeddedRedis server;

  private RedisProxy proxy;
  private Redis redis;

  enum Trouble {
    CUT,
    PAUSED,
    TRICKLING,
    SLOW,
    SLUGGISH,
    GARBLED,
    KILLED
  }

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
  void connect() throws IOException {
    proxy = RedisProxy.before(server.port());
    redis = new Redis(ExampleSettings.with("REDIS_URL", through(proxy)));
    fill();
  }

  @AfterEach
  void disconnect() throws IOException {
    redis.close();
    proxy.close();
  }

  private static String through(RedisProxy proxy) {
    return server.url().replaceAll(":\\d+$", ":" + proxy.port());
  }

  /** Each value says its name. */
  private void fill() {
    for (int i = 0; i < NAMES; i++) {
      int number = i;
      await(() -> put(name(number)));
    }
  }

  private boolean put(String name) {
    try {
      redis.claim(name, bytes(name), Duration.ofMinutes(10));
      return true;
    } catch (Unreachable e) {
      return false; // a busy machine
    }
  }

  private static String name(int number) {
    return "t:{%d}:v".formatted(number);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @EnumSource
  void nobody_waits_for_a_redis_in_trouble_and_all_use_it_after(Trouble trouble) throws Exception {
    try (Clients clients = new Clients()) {
      clients.await(() -> clients.answers.get() > 1000);
      begin(trouble);
      clients.await(() -> clients.refusals.get() > 20);
      long calls = clients.calls.get();
      clients.await(() -> clients.calls.get() > calls + 5000 || !redis.isUsable());
      assertThat(redis.isUsable()).as("%s is found out", trouble).isFalse();
      end(trouble);
      long over = System.nanoTime();
      clients.since(over);
      clients.await(() -> redis.isUsable() && clients.rightSince.get() > 1000);
      assertThat(Duration.ofNanos(System.nanoTime() - over)).isLessThan(HEALED);
      clients.stop();
      assertThat(Duration.ofNanos(clients.longest.get())).isLessThan(LONGEST);
      assertThat(clients.foreignSince).as("answers to another question").isEmpty();
    }
  }

  @Test
  void an_answer_that_came_too_late_answers_nothing() throws Exception {
    for (int round = 0; round < 5; round++) {
      proxy.pauseInAnswer();
      for (int i = 0; i < 2; i++) {
        assertThat(refuses(name(i))).isTrue();
      }
      proxy.pass();
      for (int i = 2; i < 100; i++) {
        assertThat(redis.read(List.of(name(i))).get(0)).isEqualTo(bytes(name(i)));
      }
    }
  }

  @Test
  void while_it_is_left_alone_nobody_connects_but_a_probe() throws Exception {
    proxy.cut();
    await(() -> refuses(name(0)) && !redis.isUsable());
    long before = proxy.connections();
    long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
    long questions = 0;
    while (System.nanoTime() - end < 0) {
      refuses(name(0));
      questions++;
    }
    assertThat(questions).isGreaterThan(1000);
    assertThat(proxy.connections() - before).isBetween(2L, 20L);
  }

  @Test
  void lines_of_before_an_outage_are_not_used_after_it() throws Exception {
    proxy.delay(Duration.ofMillis(20));
    atOnce(20, i -> refuses(name(i)));
    proxy.pass();
    assertThat(redis.figures().connections()).isGreaterThan(5);
    proxy.pauseInAnswer();
    await(() -> refuses(name(0)) && !redis.isUsable());
    proxy.pass();
    await(() -> redis.isUsable());
    assertThat(redis.figures().connections()).isLessThanOrEqualTo(1);
  }

  @Test
  void a_crowd_shares_the_lines_there_are_and_nobody_waits_long() throws Exception {
    proxy.delay(Duration.ofMillis(20));
    CyclicBarrier together = new CyclicBarrier(150);
    AtomicLong most = new AtomicLong();
    List<Long> waited =
        atOnce(
            150,
            i -> {
              pass(together);
              long start = System.nanoTime();
              refuses(name(i));
              most.accumulateAndGet(redis.figures().connections(), Math::max);
              return System.nanoTime() - start;
            });
    assertThat(most.get()).isBetween(5L, 32L);
    assertThat(waited).allSatisfy(nanos -> assertThat(nanos).isLessThan(LONGEST.toNanos()));
  }

  private static void pass(CyclicBarrier together) {
    try {
      together.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_closes_it_leaves_no_thread_behind() throws Exception {
    Redis one = new Redis(ExampleSettings.with("REDIS_URL", through(proxy)));
    assertThat(threads()).hasSize(4);
    one.close();
    await(() -> threads().size() == 2);
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("rowhouse-redis-"))
        .toList();
  }

  private static <T> List<T> atOnce(int count, IntFunction<T> what) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Callable<T>> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int number = i;
        all.add(() -> what.apply(number));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> each : threads.invokeAll(all)) {
        results.add(each.get());
      }
      return results;
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void lines_are_kept_and_not_made_for_each_question() {
    long before = proxy.connections();
    for (int i = 0; i < NAMES; i++) {
      refuses(name(i));
    }
    assertThat(proxy.connections() - before).isLessThan(NAMES / 20);
  }

  @Test
  void an_interrupt_is_kept_and_harms_nobody() {
    Thread.currentThread().interrupt();
    assertThat(redis.read(List.of(name(1))).get(0)).isEqualTo(bytes(name(1)));
    assertThat(Thread.interrupted()).isTrue();
  }

  private boolean refuses(String name) {
    try {
      redis.read(List.of(name));
      return false;
    } catch (Unreachable e) {
      return true;
    }
  }

  private void begin(Trouble trouble) throws IOException {
    switch (trouble) {
      case CUT -> proxy.cut();
      case PAUSED -> proxy.pauseInAnswer();
      case TRICKLING -> proxy.trickle();
      case SLOW -> proxy.delay(Duration.ofSeconds(2));
      case SLUGGISH -> proxy.delay(Duration.ofMillis(70));
      case GARBLED -> proxy.garble();
      case KILLED -> server.kill();
    }
  }

  private void end(Trouble trouble) throws IOException {
    if (trouble == Trouble.KILLED) {
      server.restart();
    } else {
      proxy.pass();
    }
  }

  private static void await(BooleanSupplier reached) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waited for 20 s").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** They ask for distinct names, put what is missing, and look at what they get. */
  private final class Clients implements AutoCloseable {

    final AtomicLong calls = new AtomicLong();
    final AtomicLong answers = new AtomicLong();
    final AtomicLong refusals = new AtomicLong();
    final AtomicLong longest = new AtomicLong();
    final AtomicLong rightSince = new AtomicLong();
    final Map<String, String> foreignSince = new ConcurrentHashMap<>();
    private final List<Thread> threads;
    private volatile long since = Long.MAX_VALUE;
    private volatile boolean over;

    Clients() {
      threads = Stream.generate(() -> new Thread(this::ask, "client")).limit(CLIENTS).toList();
      threads.forEach(Thread::start);
    }

    void since(long nanos) {
      since = nanos;
    }

    void await(BooleanSupplier reached) {
      HealingIT.await(reached);
    }

    private void ask() {
      while (!over) {
        String name = name(ThreadLocalRandom.current().nextInt(NAMES));
        long start = System.nanoTime();
        try {
          byte[] value = redis.read(List.of(name)).get(0);
          if (value == null) {
            value = redis.claim(name, bytes(name), Duration.ofMinutes(10)).orElse(bytes(name));
          }
          answers.incrementAndGet();
          look(name, new String(value, StandardCharsets.UTF_8), start);
        } catch (Unreachable e) {
          refusals.incrementAndGet();
          LockSupport.parkNanos(1_000_000); // the product asks PostgreSQL instead
        }
        calls.incrementAndGet();
        longest.accumulateAndGet(System.nanoTime() - start, Math::max);
      }
    }

    private void look(String name, String value, long start) {
      long from = since;
      if (from != Long.MAX_VALUE && start - from >= 0) {
        if (value.equals(name)) {
          rightSince.incrementAndGet();
        } else {
          foreignSince.put(name, value);
        }
      }
    }

    void stop() throws InterruptedException {
      over = true;
      for (Thread thread : threads) {
        thread.join();
      }
    }

    @Override
    public void close() {
      over = true;
    }
  }
}
