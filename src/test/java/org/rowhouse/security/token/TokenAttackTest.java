package org.rowhouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDHEncrypter;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.security.Caller;
import org.rowhouse.security.Plane;

/** Tokens that somebody without a key, or with the wrong one, could make. */
class TokenAttackTest {

  private final TokenFixture fixture = new TokenFixture();

  @Test
  void a_good_token_tells_who_calls() {
    Caller caller = fixture.verifier.verify(Plane.TENANT, fixture.issued());
    assertThat(caller.subject()).isEqualTo(fixture.member.toString());
    assertThat(caller.member()).contains(fixture.member);
    assertThat(caller.tenant()).contains(fixture.tenant);
    assertThat(caller.session()).contains(fixture.session);
    assertThat(caller.roles()).containsExactly("member");
    Caller operator = fixture.verifier.verify(Plane.CONTROL, fixture.issuedToOperator());
    assertThat(operator.is("operator")).isTrue();
    assertThat(operator.tenant()).isEmpty();
    assertThat(operator.member()).isEmpty();
    assertThat(fixture.verifier.verify(Plane.TENANT, fixture.signed(fixture.claims()))).isNotNull();
  }

  @Test
  void an_unsigned_token_is_nothing() {
    String payload = fixture.claims().build().toPayload().toBase64URL().toString();
    for (String alg : List.of("none", "NONE", "None", "")) {
      fixture.assertRefused(
          Base64URL.encode("{\"alg\":\"" + alg + "\",\"kid\":\"" + fixture.key.getKeyID() + "\"}")
              + "."
              + payload
              + ".");
    }
    String good = fixture.issued();
    fixture.assertRefused(good.substring(0, good.lastIndexOf('.') + 1));
    fixture.assertRefused(good.substring(0, good.lastIndexOf('.')));
  }

  @Test
  void the_public_key_is_no_shared_secret() throws Exception {
    for (byte[] secret :
        List.of(
            fixture.key.toECPublicKey().getEncoded(),
            fixture.key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8))) {
      SignedJWT jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(fixture.key.getKeyID()).build(),
              fixture.claims().build());
      jwt.sign(new MACSigner(secret));
      fixture.assertRefused(jwt.serialize());
    }
  }

  @Test
  void only_listed_algorithms_count_even_with_a_published_key() throws Exception {
    fixture.key = new ECKeyGenerator(Curve.P_384).keyIDFromThumbprint(true).generate();
    fixture.published = List.of(fixture.key.toPublicJWK());
    fixture.assertRefused(
        TokenFixture.signed(
            new JWSHeader.Builder(JWSAlgorithm.ES384).keyID(fixture.key.getKeyID()),
            fixture.claims(),
            fixture.key));
    assertThat(fixture.checked).isEmpty();
  }

  @Test
  void the_built_in_issuer_signs_with_es256_only() throws Exception {
    RSAKey rsa = new RSAKeyGenerator(2048).keyID(fixture.key.getKeyID()).generate();
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(rsa.getKeyID()).build(),
            fixture.claims().build());
    jwt.sign(new RSASSASigner(rsa));
    fixture.assertRefused(jwt.serialize());
    assertThat(fixture.checked).isEmpty();
  }

  @Test
  void a_key_brought_along_is_not_believed_and_never_fetched() throws Exception {
    ECKey mine = new ECKeyGenerator(Curve.P_256).keyID(fixture.key.getKeyID()).generate();
    AtomicInteger fetched = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          fetched.incrementAndGet();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    try {
      URI url = URI.create("http://localhost:" + server.getAddress().getPort() + "/jwks");
      fixture.assertRefused(
          TokenFixture.signed(fixture.header().jwk(mine.toPublicJWK()), fixture.claims(), mine));
      fixture.assertRefused(
          TokenFixture.signed(fixture.header().jwkURL(url), fixture.claims(), mine));
      fixture.assertRefused(
          TokenFixture.signed(fixture.header().x509CertURL(url), fixture.claims(), mine));
      fixture.assertRefused(
          TokenFixture.signed(
              fixture.header().x509CertChain(List.of(new com.nimbusds.jose.util.Base64("MIIB"))),
              fixture.claims(),
              mine));
      assertThat(fetched).hasValue(0);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void critical_extensions_and_raw_payloads_are_refused() throws Exception {
    fixture.assertRefused(
        TokenFixture.signed(
            fixture.header().customParam("exp", 1).criticalParams(Set.of("exp")),
            fixture.claims(),
            fixture.key));
    String start = "{\"alg\":\"ES256\",\"kid\":\"" + fixture.key.getKeyID() + "\",";
    fixture.assertRefused(handMade(start + "\"crit\":[]}"));
    fixture.assertRefused(handMade(start + "\"b64\":true}"));
    fixture.assertRefused(handMade(start + "\"b64\":false}"));
    assertThat(fixture.checked).isEmpty();
  }

  /** Header as given, good claims, good signature. */
  private String handMade(String header) throws Exception {
    String input =
        Base64URL.encode(header) + "." + fixture.claims().build().toPayload().toBase64URL();
    Base64URL signature =
        new ECDSASigner(fixture.key)
            .sign(fixture.header().build(), input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + signature;
  }

  @Test
  void an_encrypted_token_is_refused() throws Exception {
    JWEObject jwe =
        new JWEObject(
            new JWEHeader.Builder(JWEAlgorithm.ECDH_ES, EncryptionMethod.A128GCM)
                .contentType("JWT")
                .keyID(fixture.key.getKeyID())
                .build(),
            new Payload(fixture.issued()));
    jwe.encrypt(new ECDHEncrypter(fixture.key.toPublicJWK()));
    fixture.assertRefused(jwe.serialize());
  }

  @Test
  void size_is_bounded_before_anything_is_parsed() {
    String padding = "x".repeat(TokenShape.MAX_LENGTH);
    fixture.assertRefused(fixture.signed(fixture.claims().claim("padding", padding)));
    assertThat(fixture.checked).isEmpty();
    fixture.assertRefused("a.".repeat(5_000_000));
  }

  @Test
  void the_key_must_be_named_and_ours() {
    fixture.assertRefused(
        TokenFixture.signed(
            new JWSHeader.Builder(JWSAlgorithm.ES256), fixture.claims(), fixture.key));
    fixture.assertRefused(
        TokenFixture.signed(fixture.header().keyID("other"), fixture.claims(), fixture.key));
    assertThat(fixture.checked).isEmpty();
    fixture.assertRefused(
        TokenFixture.signed(fixture.header(), fixture.claims(), TokenFixture.newKey()));
  }

  @Test
  void a_token_of_another_kind_is_refused() {
    fixture.assertRefused(
        TokenFixture.signed(
            fixture.header().type(new JOSEObjectType("logout+jwt")),
            fixture.claims(),
            fixture.key));
  }

  @Test
  void the_issuer_must_be_known() {
    fixture.assertRefused(fixture.signed(fixture.claims().issuer(null)));
    fixture.assertRefused(fixture.signed(fixture.claims().issuer("https://evil.test")));
    fixture.assertRefused(fixture.signed(fixture.claims().issuer(TokenFixture.ISSUER + "/")));
  }

  @Test
  void a_token_is_for_one_plane() {
    fixture.assertRefused(Plane.CONTROL, fixture.issued());
    fixture.assertRefused(Plane.TENANT, fixture.issuedToOperator());
    fixture.assertRefused(fixture.signed(fixture.claims().audience((String) null)));
    fixture.assertRefused(fixture.signed(fixture.claims().audience("other")));
    fixture.assertRefused(
        fixture.signed(
            fixture.claims().audience(List.of(Plane.TENANT.audience(), Plane.CONTROL.audience()))));
  }

  @Test
  void the_tenant_plane_needs_a_tenant_and_the_control_plane_none() {
    fixture.assertRefused(fixture.signed(fixture.claims().claim("tenant", null)));
    fixture.assertRefused(fixture.signed(fixture.claims().claim("tenant", "acme")));
    fixture.assertRefused(fixture.signed(fixture.claims().claim("tenant", "1-1-1-1-1")));
    fixture.assertRefused(fixture.signed(fixture.claims().claim("tenant", List.of("a"))));
    fixture.assertRefused(
        Plane.CONTROL, fixture.signed(fixture.claims().audience(Plane.CONTROL.audience())));
  }

  @Test
  void the_subject_is_an_id() {
    fixture.assertRefused(fixture.signed(fixture.claims().subject(null)));
    fixture.assertRefused(fixture.signed(fixture.claims().subject("root")));
    fixture.assertRefused(fixture.signed(fixture.claims().claim("sid", "1-1-1-1-1")));
  }

  @Test
  void roles_of_the_other_plane_are_not_taken_over() {
    List<String> all = List.of("admin", "operator", "root", "member");
    assertThat(
            fixture
                .verifier
                .verify(Plane.TENANT, fixture.signed(fixture.claims().claim("groups", all)))
                .roles())
        .containsExactlyInAnyOrder("admin", "member");
    assertThat(
            fixture
                .verifier
                .verify(
                    Plane.CONTROL,
                    fixture.signed(
                        fixture
                            .claims()
                            .audience(Plane.CONTROL.audience())
                            .claim("tenant", null)
                            .claim("groups", all)))
                .roles())
        .containsExactly("operator");
    fixture.assertRefused(fixture.signed(fixture.claims().claim("groups", "admin")));
  }

  @Test
  void a_token_has_an_end_and_no_grace() {
    fixture.assertRefused(fixture.signed(fixture.claims().expirationTime(null)));
    fixture.assertRefused(
        fixture.signed(fixture.claims().expirationTime(Date.from(fixture.clock.instant()))));
    fixture.assertRefused(fixture.signed(fixture.claims().claim("exp", "tomorrow")));
  }

  @Test
  void a_token_from_the_future_is_refused_beyond_what_clocks_differ() {
    Date soon = Date.from(fixture.clock.instant().plusSeconds(30));
    Date later = Date.from(fixture.clock.instant().plusSeconds(31));
    assertThat(
            fixture.verifier.verify(
                Plane.TENANT, fixture.signed(fixture.claims().issueTime(soon).notBeforeTime(soon))))
        .isNotNull();
    fixture.assertRefused(fixture.signed(fixture.claims().notBeforeTime(later)));
    fixture.assertRefused(fixture.signed(fixture.claims().issueTime(later)));
  }

  @Test
  void any_change_of_a_good_token_spoils_it() {
    String good = fixture.issued();
    int signature = good.lastIndexOf('.') + 1;
    for (int i = 0; i < good.length(); i++) {
      // the last character of a part holds bits that are not part of the value
      if (i != signature - 2 && i != good.indexOf('.') - 1 && i != good.length() - 1) {
        char other = good.charAt(i) == 'A' ? 'B' : 'A';
        fixture.assertRefused(good.substring(0, i) + other + good.substring(i + 1));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "{}.{}.{}",
        "e30.e30.e30",
        "ä.ö.ü",
        "e30.e30.e30 ",
        "\0.\0.\0",
        "eyJhbGciOjF9.e30.AA",
        "eyJhbGciOm51bGx9.e30.AA",
        "W10.W10.AA",
        "bnVsbA.bnVsbA.AA"
      })
  void rubbish_is_refused_and_breaks_nothing(String rubbish) {
    fixture.assertRefused(rubbish);
  }

  @Test
  void deep_and_doubled_json_is_refused() throws Exception {
    fixture.assertRefused(handMade("{\"a\":" + "[".repeat(2500) + "]".repeat(2500) + "}"));
    String kid = fixture.key.getKeyID();
    fixture.assertRefused(
        handMade("{\"alg\":\"ES256\",\"kid\":\"other\",\"kid\":\"" + kid + "\"}"));
    JWSObject array = new JWSObject(fixture.header().build(), new Payload("[1,2]"));
    array.sign(new ECDSASigner(fixture.key));
    fixture.assertRefused(array.serialize());
    assertThat(
            fixture.verifier.verify(
                Plane.TENANT, handMade("{\"alg\":\"ES256\",\"kid\":\"" + kid + "\"}")))
        .isNotNull();
  }
}
