package org.rowhouse.proof.redis;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.rowhouse.dev.EmbeddedRedis;
import org.rowhouse.dev.RedisProxy;
import redis.clients.jedis.Jedis;

/**
 * What befalls Redis, or the way to it.
 *
 * @param begin is done once
 * @param again is done every fifth of a second
 * @param end heals it
 */
public record Befalling(String name, Act begin, Act again, Act end) {

  /** One step. */
  public interface Act {
    void take() throws Exception;
  }

  private static final Act NOTHING = () -> {};

  /** All there are. */
  public static List<Befalling> all(EmbeddedRedis redis, RedisProxy proxy, Intruder intruder) {
    return List.of(
        of("killed, back empty", redis::kill, redis::restart),
        of("pauses in the middle", proxy::pauseInAnswer, proxy::pass),
        of("2 s slow", () -> proxy.delay(Duration.ofSeconds(2)), proxy::pass),
        of("cut off", proxy::cut, proxy::pass),
        of("trickles", proxy::trickle, proxy::pass),
        of("garbled", proxy::garble, proxy::pass),
        of("out of memory", () -> memory(redis, "1mb"), () -> memory(redis, "0")),
        new Befalling("values swapped", NOTHING, intruder::swapValues, NOTHING),
        new Befalling("values cut", NOTHING, intruder::cutValues, NOTHING));
  }

  private static Befalling of(String name, Act begin, Act end) {
    return new Befalling(name, begin, NOTHING, end);
  }

  private static void memory(EmbeddedRedis redis, String most) {
    try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
      jedis.configSet("maxmemory-policy", "noeviction");
      jedis.configSet("maxmemory", most);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
