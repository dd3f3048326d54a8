package org.rowhouse.security.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rowhouse.http.Problem;
import org.rowhouse.security.Caller;
import org.rowhouse.security.Plane;

class VerifiedTokenCacheTest {

  private final TokenFixture fixture = new TokenFixture();
  private final String token = fixture.issued();

  private Caller verify() {
    return fixture.verifier.verify(Plane.TENANT, token);
  }

  @Test
  void a_signature_is_checked_once() {
    Caller first = verify();
    // a token arrives anew with every request: the same text, another object
    assertThat(fixture.verifier.verify(Plane.TENANT, String.copyValueOf(token.toCharArray())))
        .isEqualTo(first);
    assertThat(fixture.checked).hasSize(1);
  }

  @Test
  void a_token_is_remembered_by_its_whole_text() {
    verify();
    int changed = token.length() - 2;
    String other = token.charAt(changed) == 'A' ? "B" : "A";
    fixture.assertRefused(token.substring(0, changed) + other + token.substring(changed + 1));
    assertThat(fixture.checked).hasSize(2);
  }

  @Test
  void a_remembered_token_does_not_open_the_other_plane() {
    verify();
    fixture.assertRefused(Plane.CONTROL, token);
    String operator = fixture.issuedToOperator();
    fixture.verifier.verify(Plane.CONTROL, operator);
    fixture.assertRefused(Plane.TENANT, operator);
  }

  @Test
  void the_end_of_a_token_beats_the_memory() {
    verify();
    fixture.clock.advance(Duration.ofMinutes(10).minusSeconds(1));
    verify();
    assertThat(fixture.checked).hasSize(1);
    fixture.clock.advance(Duration.ofSeconds(1));
    fixture.assertRefused(token);
  }

  @Test
  void a_withdrawn_key_beats_the_memory() {
    verify();
    fixture.published = List.of(TokenFixture.newKey().toPublicJWK());
    fixture.assertRefused(token);
  }

  @Test
  void a_new_key_costs_one_more_check_of_each_token() {
    verify();
    fixture.published = List.of(TokenFixture.newKey().toPublicJWK(), fixture.key.toPublicJWK());
    verify();
    verify();
    assertThat(fixture.checked).hasSize(2);
  }

  @Test
  void a_revoked_session_beats_the_memory() {
    verify();
    fixture.revoke(List.of(fixture.session));
    fixture.assertRefused(token);
  }

  @Test
  void a_revoked_member_beats_the_memory() {
    verify();
    fixture.revoke(List.of(fixture.member));
    fixture.assertRefused(token);
  }

  @Test
  void a_revoked_operator_beats_the_memory() {
    String operator = fixture.issuedToOperator();
    fixture.verifier.verify(Plane.CONTROL, operator);
    fixture.revoke(List.of(fixture.member));
    fixture.assertRefused(Plane.CONTROL, operator);
  }

  @Test
  void who_cannot_know_revocations_lets_nobody_in() {
    verify();
    fixture.stale = true;
    assertThatThrownBy(this::verify)
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
  }

  @Test
  void what_was_refused_is_not_remembered() {
    fixture.published = List.of();
    fixture.assertRefused(token);
    fixture.published = List.of(fixture.key.toPublicJWK());
    verify();
  }
}
