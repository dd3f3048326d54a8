package org.rowhouse.security.token;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.rowhouse.http.Problem;
import org.rowhouse.security.KeyStore;
import org.rowhouse.security.Plane;
import org.rowhouse.security.Revocations;
import org.rowhouse.security.Unauthenticated;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;

/** A verifier with keys, revocations and a clock in the test's hands. */
class TokenFixture implements KeyStore, Revocations {

  static final String ISSUER = "https://rowhouse.test";

  final TestClock clock = new TestClock();
  final TenantId tenant = new TenantId(Ids.next());
  final UUID member = Ids.next();
  final UUID session = Ids.next();
  final List<JWK> checked = new ArrayList<>();
  final Set<UUID> revoked = new HashSet<>();
  ECKey key = newKey();
  List<ECKey> published = List.of(key.toPublicJWK());
  boolean stale;
  final AccessTokens tokens;
  final CachedVerifier verifier;

  TokenFixture(Settings.ExternalIssuer... outside) {
    Settings.Tokens own = new Settings.Tokens(ISSUER, Duration.ofMinutes(10), null, null);
    Settings settings =
        new Settings(
            null,
            null,
            null,
            null,
            own,
            List.of(outside),
            Optional.empty(),
            null,
            Optional.empty());
    Signatures counting =
        new Signatures() {
          @Override
          boolean verify(SignedJWT jwt, JWK key) throws JOSEException {
            checked.add(key);
            return super.verify(jwt, key);
          }
        };
    tokens = new AccessTokens(own, this, clock);
    verifier =
        new CachedVerifier(new TokenCheck(settings, this, counting, clock), this, this, clock);
  }

  static Settings.ExternalIssuer outside(URI jwks, String... tenants) {
    return new Settings.ExternalIssuer("https://idp.test", jwks, "rowhouse", Set.of(tenants));
  }

  static ECKey newKey() {
    try {
      return new ECKeyGenerator(Curve.P_256).keyIDFromThumbprint(true).generate();
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
  }

  /** A member's token as the built-in issuer makes it. */
  String issued() {
    return tokens.issue(
        Plane.TENANT, member, Optional.of(tenant), Optional.of(session), Set.of("member"));
  }

  String issuedToOperator() {
    return tokens.issue(
        Plane.CONTROL, member, Optional.empty(), Optional.empty(), Set.of("operator"));
  }

  /** Claims that are good as they are; a test spoils one of them. */
  JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(ISSUER)
        .audience(Plane.TENANT.audience())
        .subject(member.toString())
        .issueTime(Date.from(clock.instant()))
        .expirationTime(Date.from(clock.instant().plusSeconds(600)))
        .claim("tenant", tenant.toString())
        .claim("groups", List.of("member"));
  }

  JWSHeader.Builder header() {
    return new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID());
  }

  String signed(JWTClaimsSet.Builder claims) {
    return signed(header(), claims, key);
  }

  static String signed(JWSHeader.Builder header, JWTClaimsSet.Builder claims, ECKey key) {
    SignedJWT jwt = new SignedJWT(header.build(), claims.build());
    try {
      jwt.sign(new ECDSASigner(key));
    } catch (JOSEException e) {
      throw new AssertionError(e);
    }
    return jwt.serialize();
  }

  void assertRefused(String token) {
    assertRefused(Plane.TENANT, token);
  }

  void assertRefused(Plane plane, String token) {
    assertThatThrownBy(() -> verifier.verify(plane, token)).isInstanceOf(Unauthenticated.class);
  }

  @Override
  public ECKey signing() {
    return key;
  }

  @Override
  public List<ECKey> published() {
    return published;
  }

  @Override
  public boolean isRevoked(UUID id) {
    if (stale) {
      throw Problem.unavailable("stale", "stale", 1);
    }
    return revoked.contains(id);
  }

  @Override
  public void revoke(Collection<UUID> ids) {
    revoked.addAll(ids);
  }
}
