package org.rowhouse.tenantplane.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;
import org.rowhouse.tenantplane.Together;

/** Signing in, staying in, signing out. */
class TokensIT {

  private static final String TOKENS = API + "/tokens";

  private static TestTenant tenant;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
  }

  @Test
  void every_refusal_of_a_sign_in_is_the_same() {
    ApiClient anybody = tenant.anybody().with("X-Request-Id", "same");
    String email = tenant.admin().email();
    ApiClient host = anybody.withHost(tenant.slug() + ".localhost");
    List<Answer> refusals =
        Stream.of(
                anybody.post(TOKENS, credentials(tenant.slug(), email, "wrong")),
                anybody.post(TOKENS, credentials(tenant.slug(), "x" + email, PASSWORD)),
                anybody.post(TOKENS, credentials("nobody-" + tenant.slug(), email, PASSWORD)),
                anybody.post(TOKENS, Map.of("email", email, "password", PASSWORD)),
                host.post(TOKENS, Map.of("email", email, "password", "wrong")),
                host.post(TOKENS, Map.of("email", "x" + email, "password", PASSWORD)))
            .map(answer -> answer.expect(401))
            .toList();
    assertThat(refusals).extracting(Answer::text).containsOnly(refusals.get(0).text());
    assertThat(refusals)
        .extracting(answer -> answer.headers().map().keySet())
        .containsOnly(refusals.get(0).headers().map().keySet());
    host.post(TOKENS, Map.of("email", email, "password", PASSWORD)).expect(200);
  }

  private static Map<String, String> credentials(String slug, String email, String password) {
    return Map.of("tenant", slug, "email", email, "password", password);
  }

  @Test
  void a_refresh_token_is_good_once_and_the_session_goes_on() {
    Person bob = tenant.join("member");
    Answer renewed = tenant.refresh(bob.refresh()).expect(200);
    assertThat(renewed.json().get("refreshToken").asText()).isNotEqualTo(bob.refresh());
    assertThat(renewed.json().get("tokenType").asText()).isEqualTo("Bearer");
    assertThat(renewed.json().get("expiresIn").asInt()).isPositive();
    assertThat(renewed.header("Cache-Control")).contains("no-store");
    client(renewed).get(API + "/me").expect(200);
    bob.client().get(API + "/me").expect(200);
    tenant.refresh(renewed.json().get("refreshToken").asText()).expect(200);
  }

  @Test
  void a_refresh_token_used_twice_ends_the_session_and_no_other() {
    Person bob = tenant.join("member");
    Person elsewhere = tenant.signedIn(bob.email());
    Answer renewed = tenant.refresh(bob.refresh()).expect(200);
    tenant.refresh(bob.refresh()).expect(401);
    tenant.refresh(renewed.json().get("refreshToken").asText()).expect(401);
    client(renewed).get(API + "/me").expect(401);
    bob.client().get(API + "/me").expect(401);
    elsewhere.client().get(API + "/me").expect(200);
  }

  @Test
  void of_many_who_use_a_refresh_token_at_once_at_most_one_gets_in_and_none_stays()
      throws Exception {
    Person bob = tenant.join("member");
    List<Answer> answers = Together.times(8, i -> tenant.refresh(bob.refresh()));
    assertThat(answers).extracting(Answer::status).containsOnly(200, 401).containsOnlyOnce(200);
    for (Answer each : answers) {
      if (each.isOk()) {
        client(each).get(API + "/me").expect(401);
        tenant.refresh(each.json().get("refreshToken").asText()).expect(401);
      }
    }
  }

  @Test
  void signing_out_ends_this_session_at_once_and_no_other() {
    Person bob = tenant.join("member");
    Person elsewhere = tenant.signedIn(bob.email());
    bob.client().delete(TOKENS + "/current").expect(204);
    bob.client().get(API + "/me").expect(401);
    bob.client().delete(TOKENS + "/current").expect(401);
    tenant.refresh(bob.refresh()).expect(401);
    elsewhere.client().get(API + "/me").expect(200);
    tenant.refresh(elsewhere.refresh()).expect(200);
    tenant.anybody().delete(TOKENS + "/current").expect(401);
  }

  @Test
  void signing_out_everywhere_ends_all_sessions_of_the_caller_and_nobody_elses() {
    Person bob = tenant.join("member");
    Person elsewhere = tenant.signedIn(bob.email());
    Answer renewed = tenant.refresh(elsewhere.refresh()).expect(200);
    bob.client().delete(TOKENS).expect(204);
    for (ApiClient out : List.of(bob.client(), elsewhere.client(), client(renewed))) {
      out.get(API + "/me").expect(401);
      out.delete(TOKENS).expect(401);
    }
    tenant.refresh(bob.refresh()).expect(401);
    tenant.refresh(renewed.json().get("refreshToken").asText()).expect(401);
    tenant.admin().client().get(API + "/me").expect(200);
    tenant.refresh(tenant.signedIn(bob.email()).refresh()).expect(200);
    tenant.anybody().delete(TOKENS).expect(401);
  }

  @Test
  void a_broken_refresh_token_is_refused_and_harms_nobody() {
    Person bob = tenant.join("member");
    String token = bob.refresh();
    String otherSecret = token.substring(0, token.lastIndexOf('.'));
    for (String broken : List.of("", "x", "..", token + "x", otherSecret, "x" + token)) {
      tenant.refresh(broken).expect(401);
    }
    tenant.refresh(token).expect(200);
  }

  private static ApiClient client(Answer tokens) {
    return tenant.anybody().withToken(tokens.json().get("accessToken").asText());
  }
}
