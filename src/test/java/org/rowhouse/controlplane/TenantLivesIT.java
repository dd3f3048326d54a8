package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;

/** What operators do to a tenant's life, as clients meet it on the real server. */
class TenantLivesIT {

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
  void an_operation_is_streamed_to_its_end() {
    Map<String, Object> body = body(slug(), "SCHEMA");
    String id = operator.post(TENANTS, body).expect(202).json().get("id").asText();
    Answer stream =
        anybody.with("Accept", "text/event-stream").get("/control/v1/operations/" + id).expect(200);
    assertThat(stream.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
    List<String> events = stream.text().lines().filter(line -> line.startsWith("data: ")).toList();
    assertThat(events).isNotEmpty().allMatch(event -> event.contains(id));
    assertThat(events.get(events.size() - 1)).contains("\"SUCCEEDED\"");
    assertThat(events.stream().filter(event -> event.contains("\"SUCCEEDED\""))).hasSize(1);
    anybody
        .with("Accept", "text/event-stream")
        .get("/control/v1/operations/" + UUID.randomUUID())
        .expect(404);
    anybody.get("/control/v1/operations/" + id).expect(200).json();
  }

  @Test
  void what_has_ended_is_neither_cancelled_nor_tried_again() {
    String id =
        operator.post(TENANTS, body(slug(), "SHARED")).expect(202).json().get("id").asText();
    operator.with("Accept", "text/event-stream").get("/control/v1/operations/" + id).expect(200);
    operator.delete("/control/v1/operations/" + id).expect(409);
    operator.post("/control/v1/operations/" + id + "/retry", "").expect(409);
    anybody.delete("/control/v1/operations/" + id).expect(401);
    operator.delete("/control/v1/operations/" + UUID.randomUUID()).expect(404);
  }

  @Test
  void the_old_address_of_a_renamed_tenant_leads_to_the_new_one() {
    String slug = slug();
    String id = signUp(slug, "SHARED");
    String renamed = slug + "-new";
    operator.patch(TENANTS + "/" + id, Map.of("slug", renamed)).expect(428);
    matching(id).patch(TENANTS + "/" + id, Map.of("slug", "www")).expect(400);
    String plan = "plan-of-" + slug;
    operator
        .put("/control/v1/plans/" + plan, Map.of("requestsPerSecond", 50, "concurrentRequests", 5))
        .expect(201);
    Answer changed =
        matching(id)
            .patch(
                TENANTS + "/" + id,
                Map.of("slug", renamed, "plan", plan, "limits", Map.of("requestsPerSecond", 7)))
            .expect(200);
    assertThat(changed.json().at("/slug").asText()).isEqualTo(renamed);
    assertThat(changed.json().at("/plan").asText()).isEqualTo(plan);
    assertThat(changed.json().at("/limits/requestsPerSecond").asInt()).isEqualTo(7);

    Answer moved = anybody.withHost(slug + ".localhost").get("/api/v1/projects?limit=3");
    assertThat(moved.status()).isEqualTo(308);
    assertThat(moved.header("Location").orElseThrow())
        .contains("://" + renamed + ".localhost")
        .endsWith("/api/v1/projects?limit=3");
    anybody.withHost(renamed + ".localhost").get("/api/v1/projects").expect(401);
    anybody.withHost("never-" + slug + ".localhost").get("/api/v1/projects").expect(404);
    operator.post(TENANTS, body(slug, "SHARED")).expect(409);
  }

  @Test
  void a_deleted_tenant_is_shut_at_once_and_can_be_restored() {
    String slug = slug();
    String id = signUp(slug, "SHARED");
    JsonNode dry = operator.get(TENANTS + "/" + id + "/deletion").expect(200).json();
    assertThat(dry.get("removes").toString()).contains("rows of member");
    assertThat(dry.get("purgeAt").isNull()).isTrue();
    login(slug).expect(200, 201);

    operator.delete(TENANTS + "/" + id).expect(428);
    matching(id).delete(TENANTS + "/" + id + "?grace=soon").expect(400);
    matching(id).delete(TENANTS + "/" + id).expect(202);
    login(slug).expect(401);
    anybody.withHost(slug + ".localhost").get("/api/v1/me").expect(404);
    assertThat(
            operator
                .get(TENANTS + "/" + id + "/deletion")
                .expect(200)
                .json()
                .get("purgeAt")
                .isNull())
        .isFalse();
    matching(id).delete(TENANTS + "/" + id).expect(409);
    operator.get(TENANTS + "/" + id + "/erasure").expect(404);

    operator.post(TENANTS + "/" + id + "/restoration", "").expect(200);
    login(slug).expect(200, 201);
    operator.post(TENANTS + "/" + id + "/restoration", "").expect(409);
  }

  @Test
  void after_its_grace_nothing_is_left_but_a_certificate() {
    String slug = slug();
    String id = signUp(slug, "SCHEMA");
    String deletion =
        matching(id)
            .delete(TENANTS + "/" + id + "?grace=PT0S")
            .expect(202)
            .json()
            .get("id")
            .asText();
    Answer stream =
        operator.with("Accept", "text/event-stream").get("/control/v1/operations/" + deletion);
    assertThat(stream.text()).contains("\"SUCCEEDED\"");
    JsonNode left = operator.get(TENANTS + "/" + id).expect(200).json();
    assertThat(left.get("status").asText()).isEqualTo("DELETED");
    assertThat(left.get("slug").isNull()).isTrue();
    assertThat(left.get("organization").asText()).isEmpty();
    JsonNode certificate = operator.get(TENANTS + "/" + id + "/erasure").expect(200).json();
    assertThat(certificate.get("removed").toString()).contains("rows of member", "schema");
    assertThat(certificate.get("requestedBy").isTextual()).isTrue();
    JsonNode last =
        operator.get("/control/v1/audit?tenant=" + id).expect(200).json().at("/items/0");
    assertThat(last.get("action").asText()).isEqualTo("TENANT_DELETED");
    assertThat(last.at("/details/removed: rows of member").asText()).isEqualTo("1");
    JsonNode verified =
        operator.get("/control/v1/audit/verification?tenant=" + id).expect(200).json();
    assertThat(verified.get("intact").asBoolean()).isTrue();

    String next = signUp(slug, "SHARED");
    assertThat(next).isNotEqualTo(id);
  }

  private static String signUp(String slug, String isolation) {
    return operator
        .with("Prefer", "wait=30")
        .post(TENANTS, body(slug, isolation))
        .expect(201)
        .json()
        .get("id")
        .asText();
  }

  private static Map<String, Object> body(String slug, String isolation) {
    return Map.of(
        "organization",
        "Acme Ltd",
        "slug",
        slug,
        "isolation",
        isolation,
        "admin",
        Map.of("email", "ada@acme.example", "name", "Ada", "password", PASSWORD));
  }

  private static Answer login(String slug) {
    return anybody.post(
        "/api/v1/tokens",
        Map.of("tenant", slug, "email", "ada@acme.example", "password", PASSWORD));
  }

  private static ApiClient matching(String id) {
    return operator.with(
        "If-Match", operator.get(TENANTS + "/" + id).expect(200).header("ETag").orElseThrow());
  }

  private static String slug() {
    return "l" + UUID.randomUUID().toString().substring(0, 8);
  }
}
