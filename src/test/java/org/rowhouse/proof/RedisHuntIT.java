package org.rowhouse.proof;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RedisProxy;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.hunt.LeakHunt;
import org.rowhouse.proof.hunt.PacedHunt;
import org.rowhouse.proof.hunt.PacedHunt.Waits;
import org.rowhouse.proof.redis.Befalling;
import org.rowhouse.proof.redis.Caching;
import org.rowhouse.proof.redis.Intruder;

/**
 * Whatever befalls Redis, no tenant sees another's rows or old rows of its own, nothing fails, and
 * after a second nobody waits for it: a node that has no Redis, with as many requests at the same
 * time, is the measure.
 */
class RedisHuntIT {

  private static final int TENANTS = 8;
  private static final int MOVES_PER_SECOND = 100;
  private static final long WARM_UP = TimeUnit.SECONDS.toNanos(15);
  private static final long TROUBLE = TimeUnit.SECONDS.toNanos(3);
  private static final long FIRST_SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long HEALED = TimeUnit.SECONDS.toNanos(5);
  private static final double TIMES = 2;

  /** What else two cores do now and then: a collection of garbage in one of the nodes. */
  private static final double ALLOWANCE_MILLIS = 20;

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final RunningProduct running = RunningProduct.shared();
  private final List<String> table = new ArrayList<>();
  private final SoftAssertions all = new SoftAssertions();
  private Operator operator;

  @Test
  void nobody_notices_what_befalls_redis_but_the_graphs() throws Exception {
    try (RunDirectory directory = RunDirectory.temporary();
        EmbeddedRedis redis = EmbeddedRedis.start(directory);
        RedisProxy proxy = RedisProxy.before(redis.port());
        Node cached = begin(redis.url().replace(":" + redis.port(), ":" + proxy.port()));
        Node plain = begin("")) {
      Intruder intruder = new Intruder(redis);
      cached.awaitReady(PATIENCE);
      plain.awaitReady(PATIENCE);
      CompletableFuture<LeakHunt> other = CompletableFuture.supplyAsync(() -> hunt(plain));
      LeakHunt hunt = hunt(cached);
      try (PacedHunt withRedis = hunt.atPace(MOVES_PER_SECOND);
          PacedHunt without = other.get().atPace(MOVES_PER_SECOND);
          Wire wire = new Wire(cached.port())) {
        TimeUnit.NANOSECONDS.sleep(WARM_UP);
        operator = new Product(running, cached, 0).operator(wire);
        for (Befalling befalling : Befalling.all(redis, proxy, intruder)) {
          look(befalling, withRedis, without, wire);
        }
        all.assertThat(Caching.of(wire, operator).refused())
            .as("refused of %d wrong values", intruder.touched())
            .isPositive();
      } finally {
        table.forEach(System.out::println);
      }
    }
    all.assertAll();
  }

  private void look(Befalling befalling, PacedHunt withRedis, PacedHunt without, Wire wire)
      throws Exception {
    long begun = System.nanoTime();
    befalling.begin().take();
    while (System.nanoTime() < begun + TROUBLE) {
      befalling.again().take();
      TimeUnit.MILLISECONDS.sleep(200);
    }
    befalling.end().take();
    long over = System.nanoTime();
    Caching before = Caching.of(wire, operator);
    while (!isHealed(wire, before) && System.nanoTime() < over + 2 * HEALED) {
      TimeUnit.MILLISECONDS.sleep(50);
    }
    long healed = System.nanoTime();
    Waits waits = withRedis.between(begun + FIRST_SECOND, healed);
    Waits measure = without.between(begun + FIRST_SECOND, healed);
    double most = TIMES * measure.p99() + ALLOWANCE_MILLIS;
    table.add(
        String.format(
            Locale.ROOT,
            "%-20s %s; no Redis: %s; healed after %.1f s; %s",
            befalling,
            waits,
            measure,
            (healed - over) / 1e9,
            withRedis.findings().summary()));
    all.assertThat(waits.p99()).as("p99 while Redis %s", befalling).isLessThanOrEqualTo(most);
    all.assertThat(healed - over).as("%s: healed in ns", befalling).isLessThan(HEALED);
    all.assertThat(withRedis.findings().isClean())
        .as("Redis %s: %s", befalling, withRedis.findings())
        .isTrue();
    all.assertThat(without.findings().isClean()).as("no Redis: %s", without.findings()).isTrue();
  }

  private boolean isHealed(Wire wire, Caching before) throws IOException {
    Answer ready = wire.send(Call.get(Operator.CONTROL + "/health/ready"));
    return ready.json().at("/checks/redis").asText().equals("UP")
        && Caching.of(wire, operator).isAtWorkSince(before);
  }

  private Node begin(String redis) throws Exception {
    return running.begin(
        Ports.free(),
        launch ->
            launch.settings(
                Map.of("ROWHOUSE_REDIS_URL", redis, "ROWHOUSE_ACCESS_TOKEN_LIFETIME", "PT1H")));
  }

  private LeakHunt hunt(Node node) {
    try {
      return LeakHunt.over(new Product(running, node, 0), TENANTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
