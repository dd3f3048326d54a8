package org.rowhouse.proof.erased;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.rowhouse.dev.EmbeddedRedis;
import redis.clients.jedis.Jedis;

/** All that Redis has, as text. */
public final class RedisContents {

  private RedisContents() {}

  /** A line for each key with its value. */
  public static List<String> of(EmbeddedRedis redis) {
    List<String> lines = new ArrayList<>();
    try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
      for (String key : jedis.keys("*")) {
        lines.add(key + " " + value(jedis, key));
      }
    }
    return lines;
  }

  private static Object value(Jedis jedis, String key) {
    String type = jedis.type(key);
    return switch (type) {
      case "string" -> jedis.get(key);
      case "hash" -> jedis.hgetAll(key);
      case "list" -> jedis.lrange(key, 0, -1);
      case "set" -> jedis.smembers(key);
      case "zset" -> jedis.zrange(key, 0, -1);
      case "none" -> "";
      default -> throw new IllegalStateException("teach this class to read a " + type);
    };
  }
}
