package org.rowhouse.tenancy.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.RedisProxy;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.settings.ExampleSettings;

/** One node tells, another one listens. */
@Timeout(120)
class NewsIT {

  private RunDirectory directory;
  private EmbeddedRedis server;
  private RedisProxy proxy;
  private Redis teller;
  private Redis listener;
  private final Heard heard = new Heard();

  enum Trouble {
    CUT,
    PAUSED,
    TRICKLING,
    SLOW,
    GARBLED,
    RESTARTED
  }

  @BeforeEach
  void listen() throws IOException {
    directory = RunDirectory.temporary();
    server = EmbeddedRedis.start(directory);
    proxy = RedisProxy.before(server.port());
    teller = new Redis(ExampleSettings.with("REDIS_URL", server.url()));
    listener =
        new Redis(
            ExampleSettings.with(
                "REDIS_URL", server.url().replaceAll(":\\d+$", ":" + proxy.port())));
    listener.listen(heard);
    await(() -> heard.isSureSince(System.nanoTime() - Duration.ofMillis(800).toNanos()));
  }

  @AfterEach
  void end() throws IOException {
    teller.close();
    listener.close();
    proxy.close();
    server.close();
    directory.close();
  }

  private void tell(String news) {
    teller.remove(List.of(), Optional.of(news.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void all_news_are_heard_in_the_order_in_which_they_were_told() {
    List<String> told = IntStream.range(0, 2000).mapToObj(i -> "news " + i).toList();
    told.forEach(this::tell);
    await(() -> heard.news().size() >= told.size());
    assertThat(heard.news()).isEqualTo(told);
  }

  @Test
  void what_was_told_before_the_pulse_has_been_heard_when_the_pulse_is() {
    for (int round = 0; round < 20; round++) {
      tell("round " + round);
      long told = System.nanoTime();
      await(() -> heard.isSureSince(told));
      assertThat(heard.news()).hasSize(round + 1);
    }
  }

  @Test
  void a_way_that_works_stays_sure() {
    int gaps = heard.gaps();
    long end = System.nanoTime() + Duration.ofSeconds(3).toNanos();
    while (System.nanoTime() - end < 0) {
      assertThat(heard.isSureSince(System.nanoTime() - Duration.ofMillis(800).toNanos())).isTrue();
      LockSupport.parkNanos(5_000_000);
    }
    assertThat(heard.gaps()).isEqualTo(gaps);
  }

  @ParameterizedTest
  @EnumSource
  void whoever_may_have_missed_something_is_told_so_before_he_is_sure_again(Trouble trouble)
      throws IOException {
    int gaps = heard.gaps();
    begin(trouble);
    long begun = System.nanoTime();
    await(() -> heard.gaps() > gaps);
    assertThat(System.nanoTime() - begun).isLessThan(Duration.ofSeconds(2).toNanos());
    long gapKnown = System.nanoTime();
    if (trouble != Trouble.RESTARTED) {
      assertThat(heard.isSureSince(gapKnown)).isFalse();
      proxy.pass();
    }
    long over = System.nanoTime();
    await(() -> heard.isSureSince(over));
    assertThat(System.nanoTime() - over).isLessThan(Duration.ofSeconds(5).toNanos());
    await(() -> !refused(() -> tell("after")));
    await(() -> heard.news().contains("after"));
  }

  @Test
  void a_listener_of_a_redis_that_comes_later_hears_from_then_on() throws IOException {
    server.kill();
    Heard late = new Heard();
    Redis early = new Redis(ExampleSettings.with("REDIS_URL", server.url()));
    try {
      early.listen(late);
      server.restart();
      long started = System.nanoTime();
      await(() -> late.isSureSince(started));
    } finally {
      early.close();
    }
  }

  @Test
  void deployments_that_share_a_redis_do_not_hear_each_other() {
    Redis other =
        new Redis(ExampleSettings.with("REDIS_URL", server.url(), "BASE_DOMAIN", "other.example"));
    try {
      other.remove(List.of(), Optional.of(new byte[] {1}));
      tell("ours");
      await(() -> !heard.news().isEmpty());
      assertThat(heard.news()).containsExactly("ours");
    } finally {
      other.close();
    }
  }

  private static boolean refused(Runnable question) {
    try {
      question.run();
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
      case GARBLED -> proxy.garble();
      case RESTARTED -> server.restart();
    }
  }

  private static void await(BooleanSupplier reached) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!reached.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("waited for 20 s").isNegative();
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Keeps what it hears. */
  private static final class Heard implements Redis.Listener {

    private final List<String> news = new ArrayList<>();
    private boolean sure;
    private long until;
    private int gaps;

    @Override
    public synchronized void heard(byte[] message) {
      news.add(new String(message, StandardCharsets.UTF_8));
    }

    @Override
    public synchronized void heardAllUntil(long nanoTime) {
      assertThat(System.nanoTime() - nanoTime).isNotNegative();
      assertThat(!sure || nanoTime - until > 0).as("grows").isTrue();
      sure = true;
      until = nanoTime;
    }

    @Override
    public synchronized void gap() {
      sure = false;
      gaps++;
    }

    synchronized List<String> news() {
      return List.copyOf(news);
    }

    synchronized boolean isSureSince(long nanoTime) {
      return sure && until - nanoTime >= 0;
    }

    synchronized int gaps() {
      return gaps;
    }
  }
}
