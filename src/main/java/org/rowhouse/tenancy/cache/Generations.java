package org.rowhouse.tenancy.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.cache.entry.Entry;
import org.rowhouse.tenancy.cache.redis.Redis;

/**
 * The generation of each tenant's values, as this node last saw it in Redis. Whoever makes one
 * draws it, so that none ever comes back.
 */
final class Generations {

  private static final Duration LIFE = Duration.ofDays(1);
  private static final String FORM = "[0-9a-f]{32}";

  private final Redis redis;
  private final Cache<TenantId, String> seen =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(50_000).build();

  Generations(Redis redis) {
    this.redis = redis;
  }

  /** That of which this node knows, or a new one. */
  String of(TenantId tenant) {
    String known = seen.getIfPresent(tenant);
    return known == null ? now(tenant, null) : known;
  }

  /**
   * @param there what Redis holds, or null
   * @return what it holds now
   */
  String now(TenantId tenant, byte[] there) {
    String drawn = Entry.draw();
    String name = Place.generation(tenant);
    String now =
        there != null
            ? text(there)
            : redis.claim(name, bytes(drawn), LIFE).map(Generations::text).orElse(drawn);
    if (!now.matches(FORM)) {
      redis.remove(List.of(name), Optional.empty());
      return drawn; // nobody else draws it, so nothing is found
    }
    seen.put(tenant, now);
    return now;
  }

  static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
