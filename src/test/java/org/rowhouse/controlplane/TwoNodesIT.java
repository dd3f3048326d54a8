package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;
import static org.rowhouse.tenantplane.TestTenant.member;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;

/** What is decided on one node holds on the other: sign-ups at once, ends within five seconds. */
class TwoNodesIT {

  private static final Duration PROMISE = Duration.ofSeconds(5);
  private static final String PROJECTS = API + "/projects";

  private static Node second;
  private static ApiClient here;
  private static ApiClient there;
  private static ApiClient operator;

  @BeforeAll
  static void start() throws Exception {
    RunningProduct product = RunningProduct.shared();
    second = product.startNode(List.of());
    here = product.api();
    there = ApiClient.of(second.uri());
    operator = product.signUp().operator();
  }

  @AfterAll
  static void stop() throws Exception {
    if (second != null) {
      second.close();
    }
  }

  @Test
  void who_signs_up_on_one_node_is_at_home_on_the_other_at_once() {
    for (int i = 0; i < 8; i++) {
      TestTenant tenant = TestTenant.fresh(i % 2 == 0 ? here : there);
      ApiClient other = i % 2 == 0 ? there : here;
      other.withToken(tenant.admin().token()).get(API + "/me").expect(200);
      Person again = tenant.on(other).signedIn(tenant.admin().email());
      String project = again.make(PROJECTS, Map.of("key", "FIRST", "name", "x"));
      tenant.admin().client().get(project).expect(200);
    }
  }

  @Test
  void a_suspension_holds_on_both_nodes_and_so_does_its_end() {
    TestTenant tenant = TestTenant.fresh(here);
    ApiClient guest = there.withToken(tenant.admin().token());
    guest.get(PROJECTS).expect(200);
    String suspension = "/control/v1/tenants/" + tenant.id() + "/suspension";

    matching(tenant).put(suspension, "").expect(200);
    tenant.admin().client().get(PROJECTS).expect(403);
    Answer shut = within("suspension", () -> guest.get(PROJECTS), 403);
    assertThat(shut.json().get("type").asText()).endsWith("/tenant-suspended");
    tenant.on(there).signIn(tenant.admin().email(), PASSWORD).expect(403);
    tenant.on(there).refresh(tenant.admin().refresh()).expect(403);

    matching(tenant).delete(suspension).expect(204);
    within("resumption", () -> guest.get(PROJECTS), 200);
  }

  private static ApiClient matching(TestTenant tenant) {
    String etag =
        operator.get("/control/v1/tenants/" + tenant.id()).expect(200).header("ETag").orElseThrow();
    return operator.with("If-Match", etag);
  }

  @Test
  void a_removed_member_is_out_on_both_nodes() {
    TestTenant tenant = TestTenant.fresh(here);
    Person bob = tenant.join("member");
    ApiClient guest = there.withToken(bob.token());
    guest.get(PROJECTS).expect(200);
    tenant.admin().delete(member(bob)).expect(204);
    tenant.on(there).refresh(bob.refresh()).expect(401);
    within("removal", () -> guest.get(PROJECTS), 401);
  }

  @Test
  void who_signs_out_on_one_node_or_changes_role_is_out_on_the_other() {
    TestTenant tenant = TestTenant.fresh(here);
    Person bob = tenant.on(there).signedIn(tenant.join("member").email());
    here.withToken(bob.token()).get(PROJECTS).expect(200);
    bob.client().delete(API + "/tokens/current").expect(204);
    within("sign-out", () -> here.withToken(bob.token()).get(PROJECTS), 401);

    Person again = tenant.signedIn(bob.email());
    there.withToken(again.token()).get(PROJECTS).expect(200);
    tenant.admin().patch(member(again), Map.of("roles", List.of("admin"))).expect(200);
    within("change of role", () -> there.withToken(again.token()).get(PROJECTS), 401);
  }

  @Test
  void a_key_of_idempotency_is_known_on_both_nodes() {
    TestTenant tenant = TestTenant.fresh(here);
    ApiClient keyed = tenant.admin().client().with("Idempotency-Key", "both");
    ApiClient other = there.withToken(tenant.admin().token()).with("Idempotency-Key", "both");
    var body = Map.of("key", "ONCE", "name", "x");
    String first = keyed.post(PROJECTS, body).expect(201).json().toString();
    assertThat(other.post(PROJECTS, body).expect(201).json().toString()).isEqualTo(first);
  }

  /**
   * The first answer with this status, which must come in time; others until then are successes.
   */
  private static Answer within(String what, Supplier<Answer> question, int status) {
    long start = System.nanoTime();
    Answer answer = question.get();
    while (answer.status() != status
        && Duration.ofNanos(System.nanoTime() - start).compareTo(PROMISE) < 0) {
      answer.expect(200, 403);
      pause();
      answer = question.get();
    }
    System.out.printf("%s: %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    return answer.expect(status);
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
