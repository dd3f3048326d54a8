package org.rowhouse.security.token;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.rowhouse.security.Caller;
import org.rowhouse.security.Plane;
import org.rowhouse.settings.Settings.ExternalIssuer;
import org.rowhouse.tenancy.TenantId;

/** An issuer named in the settings: speaks for its tenants' members, never for operators. */
class OutsideIssuer implements Issuer {

  private static final Duration LEEWAY = Duration.ofSeconds(30);
  private static final Duration REMEMBERED = Duration.ofSeconds(20);

  private final ExternalIssuer settings;
  private final OutsideKeys keys;

  OutsideIssuer(ExternalIssuer settings) {
    this.settings = settings;
    this.keys = new OutsideKeys(settings.jwks());
  }

  @Override
  public List<JWK> keys(JWSHeader header) {
    return keys.matching(header);
  }

  @Override
  public Duration leeway() {
    return LEEWAY;
  }

  @Override
  public Verified accept(Plane plane, JWTClaimsSet claims, Instant now) throws ParseException {
    TokenShape.require(plane == Plane.TENANT);
    TokenShape.require(claims.getAudience().contains(settings.audience()));
    String subject = claims.getSubject();
    TokenShape.require(subject != null && !subject.isBlank());
    Optional<TenantId> tenant = Claims.tenant(plane, claims);
    TokenShape.require(tenant.filter(this::speaksFor).isPresent());
    Caller caller =
        new Caller(
            plane,
            claims.getIssuer(),
            subject,
            Optional.empty(),
            tenant,
            Optional.empty(),
            Claims.roles(plane, claims));
    Instant expires = claims.getExpirationTime().toInstant().plus(LEEWAY);
    Instant forget = now.plus(REMEMBERED);
    return new Verified(caller, forget.isBefore(expires) ? forget : expires, List.of());
  }

  private boolean speaksFor(TenantId tenant) {
    return settings.tenants().contains("*") || settings.tenants().contains(tenant.toString());
  }
}
