package org.rowhouse.controlplane.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.tenantplane.TestTenant;

/** Plans as operators make and change them, on the real server. */
class PlansIT {

  private static final String PLANS = "/control/v1/plans";
  private static final Map<String, Integer> LIMITS = limits(70, 7);

  private static ApiClient anybody;
  private static ApiClient operator;

  private final String path = PLANS + "/p-" + UUID.randomUUID().toString().substring(0, 8);

  @BeforeAll
  static void start() {
    RunningProduct product = RunningProduct.shared();
    anybody = product.api();
    operator = product.signUp().operator();
  }

  private static Map<String, Integer> limits(int perSecond, int atOnce) {
    return Map.of("requestsPerSecond", perSecond, "concurrentRequests", atOnce);
  }

  private static ApiClient matching(String path) {
    return operator.with("If-Match", operator.get(path).expect(200).header("ETag").orElseThrow());
  }

  private String name() {
    return path.substring(PLANS.length() + 1);
  }

  @Test
  void who_signs_up_has_the_standard_plan() {
    JsonNode standard = operator.get(PLANS + "/standard").expect(200).json();
    assertThat(standard).isEqualTo(item("standard"));
    assertThat(standard.get("requestsPerSecond").asInt()).isEqualTo(1_000);
    TestTenant tenant = TestTenant.fresh();
    assertThat(operator.get("/control/v1/tenants/" + tenant.id()).expect(200).json().get("plan"))
        .hasToString("\"standard\"");
    assertThat(limitTold(tenant)).isEqualTo("1000");
  }

  private static JsonNode item(String name) {
    for (JsonNode item : operator.get(PLANS).expect(200).json().get("items")) {
      if (item.get("name").asText().equals(name)) {
        return item;
      }
    }
    throw new AssertionError("not in the list: " + name);
  }

  private static String limitTold(TestTenant tenant) {
    return tenant.admin().client().get(API + "/me").header("RateLimit-Limit").orElseThrow();
  }

  @Test
  void a_plan_is_made_once_and_changed_only_by_who_has_seen_it() {
    operator.get(path).expect(404);
    operator.with("If-Match", "\"1\"").put(path, LIMITS).expect(412);
    Answer made = operator.with("If-None-Match", "*").put(path, LIMITS).expect(201);
    assertThat(made.header("Location").orElseThrow()).endsWith(path);
    Answer found = operator.get(path).expect(200);
    assertThat(found.json()).isEqualTo(made.json()).isEqualTo(item(name()));
    assertThat(found.header("ETag")).isEqualTo(made.header("ETag"));
    operator.with("If-None-Match", made.header("ETag").orElseThrow()).get(path).expect(304);

    operator.put(path, LIMITS).expect(428);
    operator.with("If-None-Match", "*").put(path, LIMITS).expect(412);
    operator.with("If-Match", "nonsense").put(path, LIMITS).expect(400);
    operator.with("If-Match", "\"1\"").put(path, LIMITS).expect(412);
    ApiClient first = matching(path);
    Answer changed = first.put(path, limits(80, 8)).expect(200);
    assertThat(changed.json().get("requestsPerSecond").asInt()).isEqualTo(80);
    assertThat(changed.header("ETag")).isNotEqualTo(made.header("ETag"));
    first.put(path, LIMITS).expect(412);
    assertThat(operator.get(path).json()).isEqualTo(changed.json());
  }

  @Test
  void a_change_counts_for_all_tenants_of_the_plan_at_once() {
    operator.put(path, LIMITS).expect(201);
    TestTenant tenant = TestTenant.fresh();
    TestTenant other = TestTenant.fresh();
    change(tenant, Map.of("plan", name())).expect(200);
    change(other, Map.of("plan", name(), "limits", limits(5_000, 500))).expect(200);
    assertThat(limitTold(tenant)).isEqualTo("70");
    assertThat(limitTold(other)).isEqualTo("5000");

    matching(path).put(path, limits(90, 9)).expect(200);
    assertThat(limitTold(tenant)).isEqualTo("90");
    assertThat(limitTold(other)).isEqualTo("5000");
    change(other, Map.of("limits", Collections.singletonMap("requestsPerSecond", null)))
        .expect(200);
    assertThat(limitTold(other)).isEqualTo("90");
  }

  private static Answer change(TestTenant tenant, Map<String, ?> change) {
    String path = "/control/v1/tenants/" + tenant.id();
    return matching(path).patch(path, change);
  }

  @Test
  void a_tenant_has_no_plan_that_is_none() {
    TestTenant tenant = TestTenant.fresh();
    assertThat(faultyFields(change(tenant, Map.of("plan", "never-made")))).containsExactly("plan");
  }

  @Test
  void nonsense_is_named_and_makes_no_plan() {
    assertThat(faultyFields(operator.put(path, Map.of())))
        .containsExactlyInAnyOrder("requestsPerSecond", "concurrentRequests");
    assertThat(faultyFields(operator.put(path, limits(0, 7)))).containsExactly("requestsPerSecond");
    assertThat(faultyFields(operator.put(path, limits(7, -1))))
        .containsExactly("concurrentRequests");
    assertThat(faultyFields(operator.put(path, Map.of("price", 7)))).containsExactly("price");
    operator.get(path).expect(404);
    for (String bad : List.of("UPPER", "a--b", "-a", "a".repeat(41), "%20")) {
      assertThat(faultyFields(operator.put(PLANS + "/" + bad, LIMITS))).containsExactly("name");
    }
  }

  @Test
  void plans_are_the_operators_and_their_changes_are_recorded() {
    ApiClient member = TestTenant.fresh().admin().client();
    for (ApiClient nobody : List.of(anybody, member)) {
      nobody.get(PLANS).expect(401);
      nobody.get(PLANS + "/standard").expect(401);
      nobody.put(path, LIMITS).expect(401);
    }
    operator.put(path, LIMITS).expect(201);
    JsonNode deed = operator.get("/control/v1/audit?limit=1").expect(200).json().at("/items/0");
    assertThat(deed.get("action").asText()).isEqualTo("PLAN_CHANGED");
    assertThat(deed.at("/details/plan").asText()).isEqualTo(name());
    assertThat(deed.get("actor").asText()).startsWith("operator");
  }
}
