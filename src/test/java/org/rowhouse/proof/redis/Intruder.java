package org.rowhouse.proof.redis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.rowhouse.dev.EmbeddedRedis;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.params.SetParams;

/** Somebody with all rights on Redis, who knows how names are made. */
public final class Intruder {

  private static final long LIFE_MILLIS = 60_000;
  private static final long HESITATION_MILLIS = 130;

  private final EmbeddedRedis redis;
  private final Random random = new Random(1);
  private int touched;

  public Intruder(EmbeddedRedis redis) {
    this.redis = redis;
  }

  /**
   * Gives each value, byte for byte, the name of another of its region, mostly of another tenant.
   */
  public void swapValues() {
    try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
      for (List<String> names : byRegion(jedis).values()) {
        Collections.shuffle(names, random);
        List<byte[]> values =
            jedis.mget(names.stream().map(Intruder::bytes).toArray(byte[][]::new));
        Collections.rotate(values, 1);
        for (int i = 0; i < names.size() && names.size() > 1; i++) {
          put(jedis, names.get(i), values.get(i));
        }
      }
      haveAllReadAgain(jedis);
    }
  }

  /** Leaves of each value a part. */
  public void cutValues() {
    try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
      for (String name : byRegion(jedis).values().stream().flatMap(List::stream).toList()) {
        byte[] value = jedis.get(bytes(name));
        if (value != null && value.length > 0) {
          put(jedis, name, Arrays.copyOf(value, random.nextInt(value.length)));
        }
      }
      haveAllReadAgain(jedis);
    }
  }

  /** Answers nobody for a little longer than anybody waits. */
  public void hesitate() {
    try (Jedis jedis = new Jedis(URI.create(redis.url()))) {
      haveAllReadAgain(jedis);
      jedis.clientPause(HESITATION_MILLIS);
    }
  }

  /** How many values were put in a wrong place or cut. */
  public int touched() {
    return touched;
  }

  /** The names of values: {@code t:{tenant}:generation:region:...}. */
  private static Map<String, List<String>> byRegion(Jedis jedis) {
    Map<String, List<String>> regions = new TreeMap<>();
    for (String name : jedis.keys("t:{*}:*:*:*")) {
      String[] parts = name.split(":");
      if (!parts[2].equals("limit")) {
        regions.computeIfAbsent(parts[3], any -> new ArrayList<>()).add(name);
      }
    }
    return regions;
  }

  private void put(Jedis jedis, String name, byte[] value) {
    if (value != null) {
      jedis.set(bytes(name), value, SetParams.setParams().px(LIFE_MILLIS));
      touched++;
    }
  }

  /** Who no longer hears what is forgotten must not trust what he has in memory. */
  private static void haveAllReadAgain(Jedis jedis) {
    jedis.clientKill(new ClientKillParams().type(ClientType.PUBSUB));
  }

  private static byte[] bytes(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
