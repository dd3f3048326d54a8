package org.rowhouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.rowhouse.security.token.OutsideIssuerFixture.RSA;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.http.Problem;
import org.rowhouse.security.Unauthenticated;

class OutsideKeysTest {

  private static final JWSHeader HEADER =
      new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(RSA.getKeyID()).build();

  private final OutsideIssuerFixture idp = new OutsideIssuerFixture();

  OutsideKeysTest() throws IOException {}

  @AfterEach
  void stop() {
    idp.close();
  }

  private OutsideKeys keys(int fresh, int outage) {
    return new OutsideKeys(idp.jwks(), new OutsideKeys.Pace(fresh, outage, 1));
  }

  private static void assertUnavailable(OutsideKeys keys) {
    assertThatThrownBy(() -> keys.matching(HEADER))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
  }

  @Test
  void a_withdrawn_key_is_forgotten_when_the_set_is_fetched_anew() throws Exception {
    OutsideKeys keys = keys(1_000, 2_000);
    OutsideIssuerFixture.Answer other = OutsideIssuerFixture.keys(OutsideIssuerFixture.rsa(2048));
    assertThat(keys.matching(HEADER)).hasSize(1);
    idp.answer = other;
    assertThat(keys.matching(HEADER)).hasSize(1);
    Thread.sleep(1_100);
    assertThat(keys.matching(HEADER)).isEmpty();
  }

  @Test
  void an_outage_is_bridged_for_a_while_and_not_for_ever() throws Exception {
    OutsideKeys keys = keys(50, 1_500);
    assertThat(keys.matching(HEADER)).hasSize(1);
    idp.answer = exchange -> exchange.sendResponseHeaders(500, -1);
    Thread.sleep(100);
    assertThat(keys.matching(HEADER)).hasSize(1);
    Thread.sleep(1_700);
    assertUnavailable(keys);
  }

  @Test
  void a_new_key_is_found_at_once_but_unknown_ids_do_not_flood_the_issuer() {
    OutsideKeys keys = new OutsideKeys(idp.jwks());
    RSAKey next = OutsideIssuerFixture.rsa(2048);
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(next.getKeyID()).build();
    assertThat(keys.matching(HEADER)).hasSize(1);
    idp.answer = OutsideIssuerFixture.keys(RSA, next);
    assertThat(keys.matching(header)).hasSize(1);
    JWSHeader unknown = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("unknown").build();
    for (int i = 0; i < 20; i++) {
      assertThatThrownBy(() -> keys.matching(unknown)).isInstanceOf(Unauthenticated.class);
    }
    assertThat(idp.fetches).hasValue(2);
    assertThat(keys.matching(HEADER)).hasSize(1);
  }

  @Test
  void a_set_that_is_too_large_is_not_read() {
    idp.answer = OutsideIssuerFixture.text("{\"keys\":[]," + " ".repeat(100_000) + "\"a\":1}");
    assertUnavailable(keys(20_000, 40_000));
  }

  @Test
  void a_redirect_is_not_followed() {
    idp.answer =
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/jwks")) {
            exchange.getResponseHeaders().set("Location", idp.jwks() + "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
          } else {
            OutsideIssuerFixture.keys(RSA).to(exchange);
          }
        };
    assertUnavailable(keys(20_000, 40_000));
    assertThat(idp.fetches).hasValue(1);
  }
}
