package org.rowhouse.security.token;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import org.rowhouse.http.Problem;
import org.rowhouse.security.Unauthenticated;

/**
 * The keys of an issuer outside, from its JWKS: fetched anew after 20 s or for an unknown key id
 * (at most twice in 5 s), used for up to 40 s while it cannot be reached.
 */
class OutsideKeys {

  /** Milliseconds. */
  record Pace(long fresh, long outage, long betweenFetches) {}

  private static final Pace PACE = new Pace(20_000, 40_000, 5_000);
  private static final long WAIT_MS = 3_000;
  private static final int CANDIDATES = 4;

  private final JWKSource<SecurityContext> source;

  OutsideKeys(URI jwks) {
    this(jwks, PACE);
  }

  OutsideKeys(URI jwks, Pace pace) {
    try {
      source =
          JWKSourceBuilder.create(jwks.toURL(), new JwksDownload())
              .cache(pace.fresh(), WAIT_MS)
              .refreshAheadCache(false)
              .rateLimited(pace.betweenFetches())
              .outageTolerant(pace.outage())
              .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("ROWHOUSE_ISSUERS: not a URL: " + jwks, e);
    }
  }

  /** Keys of the algorithm's type and, if the token names one, of its key id. */
  List<JWK> matching(JWSHeader header) {
    try {
      return source.get(new JWKSelector(JWKMatcher.forJWSHeader(header)), null).stream()
          .limit(CANDIDATES)
          .toList();
    } catch (RateLimitReachedException e) {
      throw new Unauthenticated();
    } catch (KeySourceException e) {
      throw Problem.unavailable(
          "issuer-unavailable", "The issuer of this token cannot be reached. Try again.", 5);
    }
  }
}
