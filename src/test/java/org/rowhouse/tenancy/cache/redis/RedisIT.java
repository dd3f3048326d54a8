package org.rowhouse.tenancy.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.settings.ExampleSettings;
import org.rowhouse.tenancy.cache.redis.Figures.Question;
import org.rowhouse.tenancy.cache.redis.Redis.Taken;
import redis.clients.jedis.Jedis;

/** What is asked of a Redis that serves. */
@Timeout(60)
class RedisIT {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static RunDirectory directory;
  private static EmbeddedRedis server;
  private static Redis redis;
  private static Jedis other;

  @BeforeAll
  static void start() throws IOException {
    directory = RunDirectory.temporary();
    server = EmbeddedRedis.start(directory);
    redis = new Redis(ExampleSettings.with("REDIS_URL", server.url()));
    other = new Jedis(URI.create(server.url()));
  }

  @AfterAll
  static void stop() throws IOException {
    other.close();
    redis.close();
    server.close();
    directory.close();
  }

  @BeforeEach
  void empty() {
    other.flushAll();
    other.scriptFlush();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void a_place_is_claimed_by_one() {
    assertThat(redis.claim("t:{a}:1", bytes("mine"), LONG)).isEmpty();
    assertThat(redis.claim("t:{a}:1", bytes("yours"), LONG).map(RedisIT::text)).contains("mine");
    assertThat(redis.read(List.of("t:{a}:2", "t:{a}:1")).stream().map(RedisIT::text))
        .containsExactly(null, "mine");
    assertThat(other.pttl("t:{a}:1")).isBetween(1L, LONG.toMillis());
  }

  @Test
  void a_value_takes_the_place_only_of_what_it_knows() {
    redis.claim("t:{a}:1", bytes("id-1 lease"), LONG);
    assertThat(redis.replace("t:{a}:1", bytes("id-2"), bytes("id-3 value"), LONG)).isFalse();
    assertThat(redis.replace("t:{a}:1", bytes("id-1"), bytes("id-4 value"), LONG)).isTrue();
    assertThat(redis.replace("t:{a}:2", bytes("id-1"), bytes("id-5 value"), LONG)).isFalse();
    assertThat(other.get("t:{a}:1")).isEqualTo("id-4 value");
    assertThat(other.exists("t:{a}:2")).isFalse();
    assertThat(other.pttl("t:{a}:1")).isBetween(1L, LONG.toMillis());
  }

  @Test
  void a_large_value_of_any_bytes_comes_back_whole() {
    byte[] value = new byte[5_000_000];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) (i * 31);
    }
    redis.claim("t:{a}:1", value, LONG);
    assertThat(Arrays.equals(redis.read(List.of("t:{a}:1")).get(0), value)).isTrue();
  }

  @Test
  void what_is_forgotten_is_gone_even_when_redis_is_full() {
    redis.claim("t:{a}:1", bytes("value"), LONG);
    String before = other.configGet("maxmemory").get("maxmemory");
    other.configSet("maxmemory", "1");
    try {
      assertThatThrownBy(() -> redis.claim("t:{a}:2", bytes("value"), LONG))
          .isInstanceOf(Unreachable.class);
      redis.remove(List.of("t:{a}:1"), Optional.of(bytes("news")));
      assertThat(redis.read(List.of("t:{a}:1"))).containsExactly((byte[]) null);
      assertThat(redis.isUsable()).isTrue();
    } finally {
      other.configSet("maxmemory", before);
    }
  }

  @Test
  void a_bucket_gives_what_it_holds_and_fills_again() {
    assertThat(redis.take("t:{a}:b", 0.001, 10, 4)).isEqualTo(new Taken(4, 6));
    assertThat(redis.take("t:{a}:b", 0.001, 10, 9)).isEqualTo(new Taken(6, 0));
    assertThat(redis.take("t:{a}:b", 0.001, 10, 1)).isEqualTo(new Taken(0, 0));
    other.hset("t:{a}:b", "time", Long.toString((System.currentTimeMillis() - 3_000_000) * 1000));
    assertThat(redis.take("t:{a}:b", 0.001, 10, 1)).isEqualTo(new Taken(1, 2));
    assertThat(other.pttl("t:{a}:b")).isBetween(7_000_000L, 8_000_000L);
    other.hset("t:{a}:b", "time", Long.toString((System.currentTimeMillis() + 3_000_000) * 1000));
    assertThat(redis.take("t:{a}:b", 0.001, 10, 1)).isEqualTo(new Taken(1, 1));
  }

  @Test
  void a_full_bucket_leaves_nothing_behind() throws InterruptedException {
    redis.take("t:{a}:b", 100, 5, 5);
    long life = other.pttl("t:{a}:b");
    assertThat(life).isBetween(0L, 60L);
  }

  @Test
  void many_at_once_take_no_more_than_there_is() {
    List<CompletableFuture<Long>> taking =
        IntStream.range(0, 200)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> redis.take("t:{a}:b", 0.000_01, 100, 1).taken()))
            .toList();
    assertThat(taking.stream().mapToLong(CompletableFuture::join).sum()).isEqualTo(100);
  }

  @Test
  void nonsense_is_no_bucket() {
    assertThatThrownBy(() -> redis.take("b", 0, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> redis.take("b", Double.NaN, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> redis.take("b", 1, 0, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_erasure_takes_all_that_begins_so_and_nothing_else() {
    for (int i = 0; i < 3000; i++) {
      other.set("t:{a*}:" + i, "x");
    }
    other.set("t:{ab}:1", "kept");
    other.set("t:{a*", "kept");
    assertThat(redis.erase("t:{a*}:")).isEqualTo(3000);
    assertThat(other.keys("*")).containsExactlyInAnyOrder("t:{ab}:1", "t:{a*");
    assertThat(redis.erase("t:{a*}:")).isZero();
  }

  @Test
  void a_value_of_another_kind_is_a_refusal_and_not_an_outage() {
    other.lpush("t:{a}:1", "list");
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> redis.claim("t:{a}:1", bytes("v"), LONG))
          .isInstanceOf(Unreachable.class);
    }
    assertThat(redis.isUsable()).isTrue();
  }

  @Test
  void the_figures_tell_how_it_went() {
    Figures before = redis.figures();
    redis.read(List.of("t:{a}:1"));
    other.lpush("t:{a}:1", "list");
    assertThatThrownBy(() -> redis.claim("t:{a}:1", bytes("v"), LONG))
        .isInstanceOf(Unreachable.class);
    Figures after = redis.figures();
    assertThat(after.asked().get(Question.READ).count())
        .isEqualTo(before.asked().get(Question.READ).count() + 1);
    assertThat(after.asked().get(Question.CLAIM).failures())
        .isEqualTo(before.asked().get(Question.CLAIM).failures() + 1);
    assertThat(after.asked().get(Question.READ).nanos()).isPositive();
    assertThat(after.connections()).isBetween(1, 32);
    assertThat(after.usable()).isTrue();
  }

  @Test
  void without_a_url_every_question_is_unreachable_at_once() {
    Redis none = new Redis(ExampleSettings.with());
    assertThat(none.isOn()).isFalse();
    assertThat(none.isUsable()).isFalse();
    assertThat(none.isNearPossible()).isFalse();
    assertThatThrownBy(() -> none.read(List.of("t:{a}:1"))).isInstanceOf(Unreachable.class);
    assertThatThrownBy(() -> none.erase("t:{a}:")).isInstanceOf(Unreachable.class);
    none.close();
  }
}
