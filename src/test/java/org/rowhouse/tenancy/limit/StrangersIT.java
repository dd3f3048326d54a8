package org.rowhouse.tenancy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.tenantplane.TestTenant;
import redis.clients.jedis.Jedis;

/** What strangers may ask, and what it costs those whom they pretend to be. */
class StrangersIT {

  private static final String ME = API + "/me";
  private static final String TOKENS = API + "/tokens";
  private static final int SIGN_INS = 25;
  private static final int STRANGERS = 40;
  private static final RunningProduct PRODUCT = RunningProduct.shared();
  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  private static Node node;

  @BeforeAll
  static void start() throws Exception {
    node =
        PRODUCT.startNode(
            List.of(),
            Map.of(
                "ROWHOUSE_TRUSTED_PROXIES",
                "127.0.0.1",
                "ROWHOUSE_STRANGERS_PER_ADDRESS",
                Integer.toString(STRANGERS),
                "ROWHOUSE_SIGN_INS_PER_ADDRESS",
                Integer.toString(SIGN_INS)));
  }

  @AfterAll
  static void stop() throws Exception {
    if (node != null) {
      node.close();
    }
  }

  /** Somebody at an address where nobody was before. */
  private static ApiClient stranger() {
    int next = ADDRESSES.incrementAndGet();
    return ApiClient.of(node.uri())
        .with("X-Forwarded-For", "203.0." + next / 250 + "." + (1 + next % 250));
  }

  private static List<Integer> statuses(int count, IntFunction<Answer> ask) {
    return IntStream.range(0, count).mapToObj(i -> ask.apply(i).status()).toList();
  }

  @Test
  void strangers_are_limited_by_their_address_and_nothing_of_it_is_the_tenants() {
    TestTenant tenant = TestTenant.fresh(stranger());
    ApiClient operator = PRODUCT.signUp().operator();
    String path = "/control/v1/tenants/" + tenant.id();
    String etag = operator.get(path).expect(200).header("ETag").orElseThrow();
    operator
        .with("If-Match", etag)
        .patch(path, Map.of("limits", Map.of("requestsPerSecond", 30, "concurrentRequests", 1)))
        .expect(200);
    ApiClient somebody = stranger();
    List<Integer> told =
        statuses(
            10 * STRANGERS,
            i -> {
              Answer answer =
                  somebody.withHost(tenant.slug() + ".localhost").get(ME).expect(401, 429);
              if (answer.status() == 429) {
                assertThat(answer.header("Retry-After")).contains("1");
                assertThat(answer.header("RateLimit-Limit"))
                    .as("his address's, and nothing of the tenant's")
                    .contains(Integer.toString(STRANGERS));
              } else {
                assertThat(answer.header("RateLimit-Limit")).isEmpty();
              }
              return answer;
            });
    assertThat(told.subList(0, STRANGERS)).containsOnly(401);
    assertThat(told).contains(429);
    stranger().withHost(tenant.slug() + ".localhost").get(ME).expect(401);
    assertThat(statuses(25, i -> tenant.admin().client().get(ME))).containsOnly(200);
  }

  @Test
  void wrong_passwords_are_limited_for_the_member_from_wherever_they_come() {
    TestTenant tenant = TestTenant.fresh(stranger());
    String email = tenant.admin().email();
    List<Integer> guesses =
        statuses(14, i -> tenant.on(stranger()).signIn(spelled(email, i), "guess number " + i));
    assertThat(guesses.subList(0, 10)).containsOnly(401);
    assertThat(guesses.subList(10, 14)).containsOnly(429);
    Answer refused = tenant.on(stranger()).signIn(email, PASSWORD).expect(429);
    assertThat(refused.json().get("type").asText()).endsWith("/too-many-requests");
    assertThat(Integer.parseInt(refused.header("Retry-After").orElseThrow())).isBetween(1, 6);

    ApiClient session = tenant.admin().client();
    session.get(ME).expect(200);
    String next =
        tenant.refresh(tenant.admin().refresh()).expect(200).json().get("refreshToken").asText();
    session.put(ME + "/password", Map.of("current", "wrong", "password", PASSWORD)).expect(400);
    session.put(ME + "/password", Map.of("current", PASSWORD, "password", PASSWORD)).expect(204);
    tenant.refresh(next).expect(200);
    tenant.on(stranger()).signIn("bob@" + tenant.slug() + ".example", "wrong").expect(401);
  }

  private static String spelled(String email, int i) {
    return switch (i % 3) {
      case 0 -> email;
      case 1 -> email.toUpperCase(java.util.Locale.ROOT);
      default -> " " + email + " ";
    };
  }

  @Test
  void nobody_learns_by_a_limit_who_is_a_member_or_which_tenant_there_is() {
    TestTenant tenant = TestTenant.fresh(stranger());
    List<Answer> there = guesses(tenant.slug(), tenant.admin().email());
    List<Answer> unknown = guesses(tenant.slug(), "nobody@" + tenant.slug() + ".example");
    List<Answer> nowhere = guesses("x" + tenant.slug(), tenant.admin().email());
    for (int i = 0; i < there.size(); i++) {
      for (List<Answer> others : List.of(unknown, nowhere)) {
        assertThat(others.get(i).status()).isEqualTo(there.get(i).status());
        for (String member : List.of("type", "title", "detail")) {
          assertThat(others.get(i).json().get(member)).isEqualTo(there.get(i).json().get(member));
        }
        assertThat(others.get(i).headers().map().keySet())
            .isEqualTo(there.get(i).headers().map().keySet());
      }
    }
    there.get(11).expect(429);
  }

  private static List<Answer> guesses(String tenant, String email) {
    return IntStream.range(0, 12)
        .mapToObj(
            i ->
                stranger()
                    .post(
                        TOKENS, Map.of("tenant", tenant, "email", email, "password", "guess" + i)))
        .toList();
  }

  @Test
  void who_knows_the_password_is_not_limited_as_a_guesser() {
    TestTenant tenant = TestTenant.fresh(stranger());
    assertThat(statuses(15, i -> tenant.on(stranger()).signIn(tenant.admin().email(), PASSWORD)))
        .containsOnly(200);
  }

  @Test
  void attempts_from_one_address_are_limited_whoever_is_meant() {
    TestTenant tenant = TestTenant.fresh(stranger());
    ApiClient guesser = stranger();
    List<Integer> told =
        statuses(
            SIGN_INS + 10,
            i -> tenant.on(guesser).signIn("m" + i + "@" + tenant.slug() + ".example", "wrong"));
    assertThat(told.subList(0, SIGN_INS)).containsOnly(401);
    assertThat(told).contains(429);
    tenant.on(guesser).signIn(tenant.admin().email(), PASSWORD).expect(429);
    tenant.on(stranger()).signIn(tenant.admin().email(), PASSWORD).expect(200);
    Answer session = guesser.withToken(tenant.admin().token()).get(ME).expect(200);
    assertThat(session.header("RateLimit-Limit")).contains("1000");
  }

  @Test
  void operators_passwords_tokens_and_invitations_are_not_guessed_either() {
    Map<String, String> guess =
        Map.of("email", "operator@rowhouse.test", "password", "a-long-guess");
    ApiClient guesser = stranger();
    assertThat(statuses(11, i -> guesser.post("/control/v1/tokens", guess)))
        .containsOnlyOnce(429)
        .endsWith(429);
    stranger().post("/control/v1/tokens", guess).expect(401);
    PRODUCT.signUp().operator();

    TestTenant tenant = TestTenant.fresh(stranger());
    String token =
        tenant
            .admin()
            .client()
            .post(API + "/invitations", Map.of("email", "x@y.example", "roles", List.of("member")))
            .expect(201)
            .json()
            .get("token")
            .asText();
    String last = token.endsWith("A") ? "B" : "A";
    Map<String, String> accept =
        Map.of(
            "token",
            token.substring(0, token.length() - 2) + last + last,
            "name",
            "X",
            "password",
            PASSWORD);
    assertThat(statuses(11, i -> stranger().post(API + "/acceptances", accept)))
        .containsOnlyOnce(429)
        .endsWith(429);
  }

  @Test
  void redis_tells_of_nobody() {
    TestTenant tenant = TestTenant.fresh(stranger());
    String email = tenant.admin().email();
    tenant.on(stranger()).signIn(email, "wrong").expect(401);
    tenant.on(stranger()).signIn("nobody@elsewhere.example", "wrong").expect(401);
    Set<String> names;
    try (Jedis redis = new Jedis(URI.create(PRODUCT.services().redis().url()))) {
      names = redis.keys("*");
      assertThat(names)
          .anyMatch(
              name -> name.matches("t:.{38}:limit:.*sign-in:.*") && name.contains(tenant.id()))
          .anyMatch(name -> name.startsWith("control:limit:{"))
          .allSatisfy(
              name -> {
                assertThat(name).doesNotContain("@", "203.0.", "example", tenant.slug());
                assertThat(redis.pttl(name)).as(name).isNotEqualTo(-1);
              });
    }
  }
}
