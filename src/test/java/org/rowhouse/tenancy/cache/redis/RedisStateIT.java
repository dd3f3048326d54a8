package org.rowhouse.tenancy.cache.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunDirectory;
import org.rowhouse.settings.ExampleSettings;

@Timeout(30)
class RedisStateIT {

  private static String state(String... setting) {
    Redis redis = new Redis(ExampleSettings.with(setting));
    try {
      return new RedisState(redis).state();
    } finally {
      redis.close();
    }
  }

  private static String state(String url) {
    return state("REDIS_URL", url);
  }

  @Test
  void without_a_url_redis_is_off() {
    assertThat(state()).isEqualTo("OFF");
  }

  @Test
  void a_redis_that_answers_is_up() throws Exception {
    try (RunDirectory directory = RunDirectory.temporary();
        EmbeddedRedis redis = EmbeddedRedis.start(directory)) {
      assertThat(state(redis.url())).isEqualTo("UP");
      assertThat(state(redis.url().replaceFirst("//[^@/]*@", "//:wrong@"))).isEqualTo("DOWN");
    }
  }

  @Test
  void a_dead_or_silent_redis_is_down_and_holds_nobody_up() throws Exception {
    assertThat(state("redis://127.0.0.1:" + Ports.free())).isEqualTo("DOWN");
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String url = "redis://127.0.0.1:" + silent.getLocalPort();
      for (String each : new String[] {url, url.replace("redis:", "redis-cluster:") + ",x:1"}) {
        long start = System.nanoTime();
        assertThat(state(each)).isEqualTo("DOWN");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      }
    }
  }
}
