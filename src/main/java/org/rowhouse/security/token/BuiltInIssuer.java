package org.rowhouse.security.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.rowhouse.security.Caller;
import org.rowhouse.security.KeyStore;
import org.rowhouse.security.Plane;

/** This product itself, see {@link AccessTokens}. */
class BuiltInIssuer implements Issuer {

  private final KeyStore keys;

  BuiltInIssuer(KeyStore keys) {
    this.keys = keys;
  }

  @Override
  public List<ECKey> keys(JWSHeader header) {
    TokenShape.require(header.getAlgorithm().equals(JWSAlgorithm.ES256));
    TokenShape.require(header.getKeyID() != null);
    return keys.published().stream()
        .filter(key -> header.getKeyID().equals(key.getKeyID()))
        .toList();
  }

  @Override
  public Duration leeway() {
    return Duration.ZERO;
  }

  @Override
  public Verified accept(Plane plane, JWTClaimsSet claims, Instant now) throws ParseException {
    TokenShape.require(claims.getAudience().equals(List.of(plane.audience())));
    Optional<UUID> subject = Claims.uuid(claims, "sub");
    TokenShape.require(subject.isPresent());
    Optional<UUID> session = Claims.uuid(claims, "sid");
    Caller caller =
        new Caller(
            plane,
            claims.getIssuer(),
            claims.getSubject(),
            subject.filter(id -> plane == Plane.TENANT),
            Claims.tenant(plane, claims),
            session,
            Claims.roles(plane, claims));
    return new Verified(
        caller,
        claims.getExpirationTime().toInstant(),
        Stream.of(subject, session).flatMap(Optional::stream).toList());
  }
}
