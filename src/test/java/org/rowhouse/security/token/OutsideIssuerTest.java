package org.rowhouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rowhouse.security.token.OutsideIssuerFixture.RSA;
import static org.rowhouse.security.token.OutsideIssuerFixture.claims;
import static org.rowhouse.security.token.OutsideIssuerFixture.signed;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rowhouse.http.Problem;
import org.rowhouse.security.Caller;
import org.rowhouse.security.Plane;

class OutsideIssuerTest {

  private final OutsideIssuerFixture idp = new OutsideIssuerFixture();
  private final TokenFixture fixture = new TokenFixture(TokenFixture.outside(idp.jwks(), "*"));

  OutsideIssuerTest() throws IOException {}

  @AfterEach
  void stop() {
    idp.close();
  }

  private Caller verify(String token) {
    return fixture.verifier.verify(Plane.TENANT, token);
  }

  @Test
  void its_members_come_in_without_becoming_ours() {
    Caller caller = verify(signed(RSA, claims(fixture).claim("sid", fixture.session.toString())));
    assertThat(caller.issuer()).isEqualTo("https://idp.test");
    assertThat(caller.subject()).isEqualTo("jane");
    assertThat(caller.tenant()).contains(fixture.tenant);
    assertThat(caller.member()).isEmpty();
    assertThat(caller.session()).isEmpty();
    assertThat(caller.roles()).containsExactly("member");
  }

  @Test
  void every_listed_algorithm_works() throws Exception {
    ECKey ec = TokenFixture.newKey();
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] spki = pair.getPublic().getEncoded();
    OctetKeyPair ed =
        new OctetKeyPair.Builder(
                Curve.Ed25519, Base64URL.encode(Arrays.copyOfRange(spki, 12, spki.length)))
            .keyID("ed")
            .build();
    idp.answer = OutsideIssuerFixture.keys(RSA, ec, ed);
    assertThat(verify(signed(RSA, claims(fixture)))).isNotNull();
    assertThat(verify(signed(JWSAlgorithm.PS256, RSA, new RSASSASigner(RSA), claims(fixture))))
        .isNotNull();
    assertThat(verify(signed(JWSAlgorithm.ES256, ec, new ECDSASigner(ec), claims(fixture))))
        .isNotNull();
    String input =
        new JWSHeader.Builder(JWSAlgorithm.EdDSA).keyID("ed").build().toBase64URL()
            + "."
            + claims(fixture).build().toPayload().toBase64URL();
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(input.getBytes(StandardCharsets.US_ASCII));
    byte[] signed = signature.sign();
    assertThat(verify(input + "." + Base64URL.encode(signed))).isNotNull();
    signed[7] ^= 1;
    fixture.assertRefused(input + "." + Base64URL.encode(signed));
    fixture.assertRefused(input + "." + Base64URL.encode(Arrays.copyOf(signed, 63)));
  }

  @Test
  void other_algorithms_of_a_published_key_do_not_count() throws Exception {
    fixture.assertRefused(signed(JWSAlgorithm.RS512, RSA, new RSASSASigner(RSA), claims(fixture)));
    OctetSequenceKey shared = new OctetSequenceKey.Builder(new byte[32]).keyID("s").build();
    idp.answer =
        OutsideIssuerFixture.text(
            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"" + shared.getKeyValue() + "\"}]}");
    fixture.assertRefused(
        signed(JWSAlgorithm.HS256, shared, new MACSigner(shared), claims(fixture)));
  }

  @Test
  void weak_rsa_keys_are_refused() {
    RSAKey weak = OutsideIssuerFixture.rsa(1024);
    idp.answer = OutsideIssuerFixture.keys(weak);
    fixture.assertRefused(signed(weak, claims(fixture)));
  }

  @Test
  void its_key_cannot_speak_for_the_built_in_issuer_nor_ours_for_it() {
    fixture.assertRefused(signed(RSA, fixture.claims().issuer(TokenFixture.ISSUER)));
    ECKey ec = TokenFixture.newKey();
    idp.answer = OutsideIssuerFixture.keys(ec);
    fixture.assertRefused(
        TokenFixture.signed(fixture.header().keyID(ec.getKeyID()), fixture.claims(), ec));
    fixture.assertRefused(fixture.signed(claims(fixture)));
  }

  @Test
  void it_speaks_only_for_its_tenants() {
    TokenFixture bound =
        new TokenFixture(TokenFixture.outside(idp.jwks(), fixture.tenant.toString()));
    assertThat(bound.verifier.verify(Plane.TENANT, signed(RSA, claims(fixture)))).isNotNull();
    bound.assertRefused(signed(RSA, claims(bound)));
    bound.assertRefused(signed(RSA, claims(fixture).claim("tenant", null)));
    TokenFixture mute = new TokenFixture(TokenFixture.outside(idp.jwks()));
    mute.assertRefused(signed(RSA, claims(fixture)));
  }

  @Test
  void it_never_speaks_for_an_operator() {
    List<String> groups = List.of("operator", "admin");
    assertThat(verify(signed(RSA, claims(fixture).claim("groups", groups))).roles())
        .containsExactly("admin");
    for (String audience : List.of("rowhouse", Plane.CONTROL.audience())) {
      fixture.assertRefused(
          Plane.CONTROL,
          signed(
              RSA,
              claims(fixture)
                  .audience(List.of(audience, "rowhouse"))
                  .claim("tenant", null)
                  .claim("groups", groups)));
    }
  }

  @Test
  void audience_and_subject_are_required() {
    fixture.assertRefused(signed(RSA, claims(fixture).audience("other")));
    fixture.assertRefused(signed(RSA, claims(fixture).audience((String) null)));
    fixture.assertRefused(signed(RSA, claims(fixture).subject(null)));
    fixture.assertRefused(signed(RSA, claims(fixture).subject(" ")));
  }

  @Test
  void its_clock_may_differ_by_30_seconds() {
    Date end = Date.from(fixture.clock.instant().minusSeconds(29));
    String late = signed(RSA, claims(fixture).expirationTime(end));
    assertThat(verify(late)).isNotNull();
    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.assertRefused(late);
    fixture.assertRefused(signed(RSA, claims(fixture).expirationTime(null)));
  }

  @Test
  void what_it_signed_is_remembered_for_20_seconds_only() {
    String token = signed(RSA, claims(fixture));
    verify(token);
    fixture.clock.advance(Duration.ofSeconds(19));
    verify(token);
    assertThat(fixture.checked).hasSize(1);
    fixture.clock.advance(Duration.ofSeconds(1));
    verify(token);
    assertThat(fixture.checked).hasSize(2);
    assertThat(idp.fetches).hasValue(1);
  }

  @Test
  @Timeout(30)
  void while_it_hangs_built_in_tokens_go_on_and_its_own_wait_no_longer_than_seconds()
      throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    idp.answer =
        exchange -> {
          exchange.sendResponseHeaders(200, 1_000_000);
          try {
            for (int i = 0; i < 1000 && never.getCount() > 0; i++) {
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
              Thread.sleep(200);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    String theirs = signed(RSA, claims(fixture));
    String ours = fixture.issued();
    Thread waiting = new Thread(() -> assertUnavailable(theirs));
    waiting.start();
    verify(ours);
    assertThat(waiting.isAlive()).isTrue();
    assertUnavailable(theirs);
    waiting.join(8_000);
    assertThat(waiting.isAlive()).isFalse();
    never.countDown();
  }

  private void assertUnavailable(String token) {
    assertThatThrownBy(() -> verify(token)).isInstanceOf(Problem.class);
  }
}
