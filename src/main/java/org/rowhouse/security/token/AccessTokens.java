package org.rowhouse.security.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.rowhouse.security.KeyStore;
import org.rowhouse.security.Plane;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;

/** The built-in issuer: short-lived ES256 tokens, each for one plane. */
@ApplicationScoped
public class AccessTokens {

  private final Settings.Tokens settings;
  private final KeyStore keys;
  private final Clock clock;

  AccessTokens() {
    this(null, null, null);
  }

  @Inject
  AccessTokens(Settings settings, KeyStore keys) {
    this(settings.tokens(), keys, Clock.systemUTC());
  }

  AccessTokens(Settings.Tokens settings, KeyStore keys, Clock clock) {
    this.settings = settings;
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * A new token.
   *
   * @param tenant given on the tenant plane, empty on the control plane
   */
  public String issue(
      Plane plane,
      UUID subject,
      Optional<TenantId> tenant,
      Optional<UUID> session,
      Set<String> roles) {
    if (tenant.isPresent() != (plane == Plane.TENANT)) {
      throw new IllegalArgumentException("A token of plane " + plane + " for tenant " + tenant);
    }
    ECKey key = keys.signing();
    Instant now = clock.instant();
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer(settings.issuer())
            .audience(plane.audience())
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(settings.accessLifetime())))
            .subject(subject.toString())
            .jwtID(Ids.next().toString())
            .claim("groups", List.copyOf(roles));
    tenant.ifPresent(id -> claims.claim("tenant", id.toString()));
    session.ifPresent(id -> claims.claim("sid", id.toString()));
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .type(JOSEObjectType.JWT)
                .keyID(key.getKeyID())
                .build(),
            claims.build());
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new IllegalStateException("Cannot sign a token with key " + key.getKeyID(), e);
    }
    return jwt.serialize();
  }

  /** How long a token lives. */
  public Duration lifetime() {
    return settings.accessLifetime();
  }
}
