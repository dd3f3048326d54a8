package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;

/** The control plane as its clients meet it, on the real server. */
class ControlPlaneIT {

  private static final String TENANTS = "/control/v1/tenants";
  private static final String PASSWORD = "correct horse battery";

  private static ApiClient anybody;
  private static ApiClient operator;

  @BeforeAll
  static void start() {
    RunningProduct product = RunningProduct.shared();
    anybody = product.api();
    operator = product.signUp().operator();
  }

  @Test
  void a_sign_up_is_watched_until_the_tenant_is_there() throws InterruptedException {
    String slug = slug();
    Answer begun = anybody.post(TENANTS, body(slug, Map.of())).expect(202);
    assertThat(begun.header("Retry-After")).isPresent();
    String location = begun.header("Location").orElseThrow();
    JsonNode operation = begun.json();
    while (!operation.get("state").asText().equals("SUCCEEDED")) {
      assertThat(operation.get("state").asText()).isIn("PENDING", "RUNNING");
      Thread.sleep(100);
      operation = anybody.get(location.substring(location.indexOf("/control"))).expect(200).json();
    }
    assertThat(operation.toString()).doesNotContain("hash", "password", "ada@");
    login(slug).expect(200, 201);
  }

  @Test
  void who_prefers_to_wait_gets_the_tenant() {
    Answer created = waiting(anybody).post(TENANTS, body(slug(), Map.of())).expect(201);
    String id = created.json().get("id").asText();
    assertThat(created.json().get("status").asText()).isEqualTo("ACTIVE");
    assertThat(created.header("Location").orElseThrow()).endsWith(TENANTS + "/" + id);
    assertThat(created.header("ETag")).isPresent();
    assertThat(operator.get(TENANTS + "/" + id).expect(200).json()).isEqualTo(created.json());
  }

  @Test
  void only_operators_choose_isolation_and_sample_data() {
    anybody.post(TENANTS, body(slug(), Map.of("isolation", "SCHEMA"))).expect(403);
    anybody.post(TENANTS, body(slug(), Map.of("seed", true))).expect(403);
    Answer own =
        waiting(operator).post(TENANTS, body(slug(), Map.of("isolation", "SCHEMA"))).expect(201);
    assertThat(own.json().get("isolation").asText()).isEqualTo("SCHEMA");
  }

  @Test
  void bad_slugs_are_named_and_taken_ones_are_a_conflict() {
    for (String bad : List.of("www", "UPPER", "a--b", "-a", UUID.randomUUID().toString())) {
      Answer refused = anybody.post(TENANTS, body(bad, Map.of())).expect(400);
      assertThat(refused.json().at("/errors/0/field").asText()).isEqualTo("slug");
    }
    String slug = slug();
    List<Integer> answers =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> anybody.post(TENANTS, body(slug, Map.of())).status()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .sorted()
            .toList();
    assertThat(answers).containsExactly(202, 409, 409, 409, 409, 409, 409, 409);
  }

  @Test
  void faults_of_a_body_are_named_by_field() {
    Answer refused =
        anybody.post(TENANTS, Map.of("admin", Map.of("email", "x", "name", "Ada"))).expect(400);
    assertThat(refused.json().findValuesAsText("field"))
        .contains("organization", "admin.email", "admin.password");
    anybody.post(TENANTS, body(slug(), Map.of("tenantId", "x"))).expect(400);
  }

  @Test
  void the_same_key_is_the_same_sign_up() {
    ApiClient keyed = anybody.with("Idempotency-Key", UUID.randomUUID().toString());
    Map<String, Object> body = body(slug(), Map.of());
    String first = keyed.post(TENANTS, body).expect(202).json().get("id").asText();
    assertThat(keyed.post(TENANTS, body).expect(202).json().get("id").asText()).isEqualTo(first);
    assertThat(waiting(keyed).post(TENANTS, body).expect(201).json().get("slug").asText())
        .isEqualTo(body.get("slug"));
    keyed.post(TENANTS, body(slug(), Map.of())).expect(422);
  }

  @Test
  void a_suspended_tenant_is_shut_at_once_and_opens_again() {
    String slug = slug();
    String id =
        waiting(anybody).post(TENANTS, body(slug, Map.of())).expect(201).json().get("id").asText();
    String suspension = TENANTS + "/" + id + "/suspension";
    operator.put(suspension, "").expect(428);
    operator.with("If-Match", "\"1\"").put(suspension, "").expect(412);

    Answer suspended = matching(id).put(suspension, "").expect(200);
    assertThat(suspended.json().get("status").asText()).isEqualTo("SUSPENDED");
    assertThat(login(slug).status()).isEqualTo(403);
    matching(id).put(suspension, "").expect(200);

    matching(id).delete(suspension).expect(204);
    login(slug).expect(200, 201);
    matching(id).delete(suspension).expect(204);
  }

  @Test
  void lists_have_pages_filters_and_cursors_of_their_own() {
    String mark = slug();
    IntStream.range(0, 3)
        .forEach(i -> waiting(anybody).post(TENANTS, body(mark + i, Map.of())).expect(201));
    Answer first = operator.get(TENANTS + "?limit=2&q=" + mark).expect(200);
    assertThat(first.json().get("items")).hasSize(2);
    String link = first.header("Link").orElseThrow();
    String next = link.substring(link.indexOf("/control"), link.indexOf('>'));
    Answer second = operator.get(next).expect(200);
    assertThat(second.json().get("items")).hasSize(1);
    assertThat(second.header("Link")).isEmpty();
    assertThat(slugs(first)).doesNotContainAnyElementsOf(slugs(second));
    operator.get(next.replace(mark, "other")).expect(400);
    operator.get(TENANTS + "?limit=-1").expect(400);
    operator.get(TENANTS + "?status=NONSENSE").expect(400);
    assertThat(operator.get(TENANTS + "?status=FAILED&q=" + mark).json().get("items")).isEmpty();
  }

  @Test
  void operators_see_how_caching_goes() {
    JsonNode cache = operator.get("/control/v1/cache").expect(200).json();
    assertThat(cache.get("redis").asText()).isEqualTo("UP");
    assertThat(cache.get("questions")).isNotEmpty();
    assertThat(cache.get("owed").isInt()).isTrue();
  }

  @Test
  void operators_see_the_fleet_and_nobody_else_does() {
    JsonNode homes = operator.get("/control/v1/homes").expect(200).json().get("items");
    assertThat(homes).isNotEmpty();
    assertThat(homes.get(0).get("state").asText()).isEqualTo("READY");
    assertThat(operator.get("/control/v1/servers").expect(200).json().at("/items/0/name").asText())
        .isEqualTo("main");
    operator.get("/control/v1/operations").expect(200);
    for (String path :
        List.of(
            "homes", "servers", "operations", "cache", "tenants", "tenants/" + UUID.randomUUID())) {
      anybody.get("/control/v1/" + path).expect(401);
    }
    operator.get(TENANTS + "/" + UUID.randomUUID()).expect(404);
    anybody.get("/control/v1/operations/" + UUID.randomUUID()).expect(404);
  }

  @Test
  void health_is_public() {
    assertThat(anybody.get("/control/v1/health/live").expect(200).json().get("status").asText())
        .isEqualTo("UP");
    JsonNode ready = anybody.get("/control/v1/health/ready").expect(200).json();
    for (String check : List.of("migrations", "directory", "revocations", "keys")) {
      assertThat(ready.at("/checks/" + check).asText()).as(check).isEqualTo("UP");
    }
  }

  private static Map<String, Object> body(String slug, Map<String, Object> more) {
    Map<String, Object> body = new HashMap<>(more);
    body.put("organization", "Acme Ltd");
    body.put("slug", slug);
    body.put("admin", Map.of("email", "ada@acme.example", "name", "Ada", "password", PASSWORD));
    return body;
  }

  private static Answer login(String slug) {
    return anybody.post(
        "/api/v1/tokens",
        Map.of("tenant", slug, "email", "ada@acme.example", "password", PASSWORD));
  }

  private static ApiClient waiting(ApiClient client) {
    return client.with("Prefer", "wait=30");
  }

  private static ApiClient matching(String id) {
    return operator.with(
        "If-Match", operator.get(TENANTS + "/" + id).expect(200).header("ETag").orElseThrow());
  }

  private static String slug() {
    return "t" + UUID.randomUUID().toString().substring(0, 8);
  }

  private static List<String> slugs(Answer page) {
    return StreamSupport.stream(page.json().get("items").spliterator(), false)
        .map(item -> item.get("slug").asText())
        .toList();
  }
}
