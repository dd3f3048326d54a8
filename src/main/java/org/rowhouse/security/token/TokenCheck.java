package org.rowhouse.security.token;

import static org.rowhouse.security.token.TokenShape.require;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.rowhouse.http.Problem;
import org.rowhouse.security.KeyStore;
import org.rowhouse.security.Plane;
import org.rowhouse.security.Unauthenticated;
import org.rowhouse.settings.Settings;

/** The whole check of a token but for revocation, remembering nothing. */
class TokenCheck {

  /** How far ahead of ours another node's or issuer's clock may be. */
  private static final Duration AHEAD = Duration.ofSeconds(30);

  private final Map<String, Issuer> issuers = new HashMap<>();
  private final Signatures signatures;
  private final Clock clock;

  TokenCheck(Settings settings, KeyStore keys, Signatures signatures, Clock clock) {
    this.signatures = signatures;
    this.clock = clock;
    issuers.put(settings.tokens().issuer(), new BuiltInIssuer(keys));
    for (Settings.ExternalIssuer outside : settings.externalIssuers()) {
      if (issuers.put(outside.issuer(), new OutsideIssuer(outside)) != null) {
        throw new IllegalArgumentException(
            "ROWHOUSE_ISSUERS: " + outside.issuer() + " is named twice or is the built-in issuer");
      }
    }
  }

  Verified check(Plane plane, String token) {
    try {
      SignedJWT jwt = TokenShape.parse(token);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      Issuer issuer = issuers.get(claims.getIssuer());
      require(issuer != null && isSigned(jwt, issuer));
      Instant now = clock.instant();
      require(isInTime(claims, now, issuer.leeway()));
      return issuer.accept(plane, claims, now);
    } catch (Problem e) {
      throw e;
    } catch (ParseException | JOSEException | RuntimeException e) {
      // whatever a parser makes of hostile input, the input is not a token
      throw new Unauthenticated();
    }
  }

  private boolean isSigned(SignedJWT jwt, Issuer issuer) throws JOSEException {
    JWSHeader header = jwt.getHeader();
    for (JWK key : issuer.keys(header)) {
      if (signatures.verify(jwt, key)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isInTime(JWTClaimsSet claims, Instant now, Duration leeway) {
    Date expires = claims.getExpirationTime();
    Instant latest = now.plus(AHEAD);
    return expires != null
        && now.isBefore(expires.toInstant().plus(leeway))
        && isNotAfter(claims.getNotBeforeTime(), latest)
        && isNotAfter(claims.getIssueTime(), latest);
  }

  private static boolean isNotAfter(Date date, Instant limit) {
    return date == null || !date.toInstant().isAfter(limit);
  }
}
