package org.rowhouse.security.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.nimbusds.jose.jwk.ECKey;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.rowhouse.security.Caller;
import org.rowhouse.security.KeyStore;
import org.rowhouse.security.Plane;
import org.rowhouse.security.Revocations;
import org.rowhouse.security.TokenVerifier;
import org.rowhouse.security.Unauthenticated;
import org.rowhouse.settings.Settings;

/** Remembers valid tokens, so that a signature is checked once and not with every request. */
@ApplicationScoped
public class CachedVerifier implements TokenVerifier {

  /** In characters of tokens; 16 MiB are about 20,000 callers. */
  private static final long CAPACITY = 16 << 20;

  private record Key(Plane plane, String token) {}

  private record Entry(Verified verified, List<ECKey> keys) {}

  private final TokenCheck check;
  private final KeyStore keys;
  private final Revocations revocations;
  private final Clock clock;
  private final Cache<Key, Entry> cache;

  CachedVerifier() {
    this(null, null, null, null);
  }

  @Inject
  CachedVerifier(Settings settings, KeyStore keys, Revocations revocations) {
    this(
        new TokenCheck(settings, keys, new Signatures(), Clock.systemUTC()),
        keys,
        revocations,
        Clock.systemUTC());
  }

  CachedVerifier(TokenCheck check, KeyStore keys, Revocations revocations, Clock clock) {
    this.check = check;
    this.keys = keys;
    this.revocations = revocations;
    this.clock = clock;
    this.cache =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(CAPACITY)
            .weigher((Key key, Entry entry) -> key.token().length())
            .expireAfter(Expiry.creating((Key key, Entry entry) -> untilForgotten(entry)))
            .build();
  }

  @Override
  public Caller verify(Plane plane, String token) {
    // read before the check: an entry may name an older key set than it was checked with, never a
    // newer one
    List<ECKey> current = keys.published();
    Key key = new Key(plane, token);
    Entry entry = cache.getIfPresent(key);
    if (entry == null || entry.keys() != current || untilForgotten(entry).isZero()) {
      entry = new Entry(check.check(plane, token), current);
      cache.put(key, entry);
    }
    for (UUID id : entry.verified().revocable()) {
      if (revocations.isRevoked(id)) {
        throw new Unauthenticated();
      }
    }
    return entry.verified().caller();
  }

  private Duration untilForgotten(Entry entry) {
    Instant now = clock.instant();
    Instant forget = entry.verified().forget();
    return now.isBefore(forget) ? Duration.between(now, forget) : Duration.ZERO;
  }
}
