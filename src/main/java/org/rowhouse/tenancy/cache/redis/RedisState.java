package org.rowhouse.tenancy.cache.redis;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.rowhouse.http.Informative;
import org.rowhouse.settings.Settings;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Whether Redis answers: {@code OFF} without a URL. It is asked at most every two seconds, by who
 * wants to know, and given a fifth of a second to connect and to answer.
 */
@ApplicationScoped
public class RedisState implements Informative {

  private static final int PATIENCE_MILLIS = 200;
  private static final Duration KEPT = Duration.ofSeconds(2);

  private record Seen(String state, long nanos) {}

  private final Optional<URI> redis;
  private volatile Seen last;

  RedisState() {
    redis = Optional.empty();
  }

  @Inject
  public RedisState(Settings settings) {
    redis = settings.redis().map(RedisState::firstNode);
  }

  @Override
  public String name() {
    return "redis";
  }

  @Override
  public String state() {
    if (redis.isEmpty()) {
      return "OFF";
    }
    Seen seen = last;
    if (seen == null || System.nanoTime() - seen.nanos() > KEPT.toNanos()) {
      seen = new Seen(answers(redis.get()) ? "UP" : "DOWN", System.nanoTime());
      last = seen;
    }
    return seen.state();
  }

  private static boolean answers(URI redis) {
    JedisClientConfig config =
        DefaultJedisClientConfig.builder()
            .connectionTimeoutMillis(PATIENCE_MILLIS)
            .socketTimeoutMillis(PATIENCE_MILLIS)
            .build();
    try (Jedis connection = new Jedis(redis, config)) {
      return "PONG".equals(connection.ping());
    } catch (JedisException e) {
      return false; // the answer says it
    }
  }

  /** One node of a sentinel or cluster URL stands for all. */
  private static URI firstNode(URI url) {
    return URI.create(
        url.toString()
            .replaceFirst("^(rediss?)-(sentinel|cluster)", "$1")
            .replaceFirst(",[^/?#]*", ""));
  }
}
