package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.PASSWORD;
import static org.rowhouse.tenantplane.TestTenant.member;

import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
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
    String project = tenant.project();
    ApiClient guest = there.withToken(tenant.admin().token());
    List<String> kept = List.of(project, project + "/issues", API + "/me");
    for (int i = 0; i < 3; i++) {
      kept.forEach(path -> guest.get(path).expect(200));
      kept.forEach(path -> tenant.admin().client().get(path).expect(200));
    }
    guest.get(PROJECTS).expect(200);
    String suspension = "/control/v1/tenants/" + tenant.id() + "/suspension";

    matching(tenant).put(suspension, "").expect(200);
    tenant.admin().client().get(PROJECTS).expect(403);
    Answer shut = within("suspension", () -> guest.get(PROJECTS), 403);
    assertThat(shut.json().get("type").asText()).endsWith("/tenant-suspended");
    kept.forEach(path -> guest.get(path).expect(403));
    kept.forEach(path -> tenant.admin().client().get(path).expect(403));
    tenant.on(there).signIn(tenant.admin().email(), PASSWORD).expect(403);
    tenant.on(there).refresh(tenant.admin().refresh()).expect(403);

    matching(tenant).delete(suspension).expect(204);
    within("resumption", () -> guest.get(PROJECTS), 200);
    kept.forEach(path -> guest.get(path).expect(200));
  }

  @Test
  void a_deletion_holds_on_both_nodes_and_so_does_its_way_back() {
    TestTenant tenant = TestTenant.fresh(here);
    String project = tenant.admin().make(PROJECTS, Map.of("key", "KEPT", "name", "x"));
    ApiClient guest = there.withToken(tenant.admin().token());
    Answer before = guest.get(project).expect(200);
    String path = "/control/v1/tenants/" + tenant.id();

    matching(tenant).delete(path).expect(202);
    tenant.admin().client().get(project).expect(404);
    Answer shut = within("deletion", () -> guest.get(project), 404);
    assertThat(shut.json().get("type").asText()).endsWith("/unknown-tenant");
    Answer never =
        there.post(
            API + "/tokens",
            Map.of("tenant", "never-was", "email", "x@y.example", "password", PASSWORD));
    Answer refused = tenant.on(there).signIn(tenant.admin().email(), PASSWORD);
    assertThat(refused.status()).isEqualTo(never.status());
    assertThat(refused.json().get("type")).isEqualTo(never.json().get("type"));
    tenant.on(there).refresh(tenant.admin().refresh()).expect(401);

    operator.post(path + "/restoration", "").expect(200);
    Answer after =
        within(
            "restoration",
            () -> guest.get(project),
            answer -> answer.expect(200, 404).status() == 200);
    assertThat(after.text()).isEqualTo(before.text());
    assertThat(after.header("ETag")).isEqualTo(before.header("ETag"));
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
    guest.get(API + "/me").expect(200);
    tenant.admin().delete(member(bob)).expect(204);
    tenant.on(there).refresh(bob.refresh()).expect(401);
    within("removal", () -> guest.get(API + "/me"), 401);
  }

  @Test
  void who_signs_out_on_one_node_or_changes_role_is_out_on_the_other() {
    TestTenant tenant = TestTenant.fresh(here);
    Person bob = tenant.on(there).signedIn(tenant.join("member").email());
    here.withToken(bob.token()).get(PROJECTS).expect(200);
    bob.client().delete(API + "/tokens/current").expect(204);
    within("sign-out", () -> here.withToken(bob.token()).get(PROJECTS), 401);

    Person everywhere = tenant.on(there).signedIn(bob.email());
    tenant.signedIn(bob.email()).client().delete(API + "/tokens").expect(204);
    tenant.on(there).refresh(everywhere.refresh()).expect(401);
    within("sign-out everywhere", () -> everywhere.client().get(API + "/me"), 401);

    Person again = tenant.signedIn(bob.email());
    there.withToken(again.token()).get(PROJECTS).expect(200);
    tenant.admin().patch(member(again), Map.of("roles", List.of("admin"))).expect(200);
    within("change of role", () -> there.withToken(again.token()).get(PROJECTS), 401);
  }

  @Test
  void a_new_signing_key_is_published_by_both_nodes_before_it_signs_and_then_signs_on_both() {
    TestTenant tenant = TestTenant.fresh(here);
    String old = kid(tenant.admin().token());
    sql("update control.signing_key set signs_from = signs_from - interval '31 days'");
    List<String> published =
        within("publication", () -> kids(here), kids -> kids.size() > 1 && kids.contains(old));
    within("publication", () -> kids(there), published::equals);
    assertThat(kid(tenant.signedIn(tenant.admin().email()).token())).isEqualTo(old);

    sql("update control.signing_key set signs_from = now() where signs_from > now()");
    for (ApiClient node : List.of(here, there)) {
      ApiClient other = node == here ? there : here;
      String token =
          within(
              "new key",
              () -> tenant.on(node).signedIn(tenant.admin().email()).token(),
              made -> !kid(made).equals(old));
      other.withToken(token).get(PROJECTS).expect(200);
      other.withToken(tenant.admin().token()).get(PROJECTS).expect(200);
    }

    sql("update control.signing_key set withdrawn_at = now() where kid = '" + old + "'");
    for (ApiClient node : List.of(here, there)) {
      ApiClient late = node.withToken(tenant.admin().token());
      within("withdrawal", () -> late.get(PROJECTS), 401);
      assertThat(kids(node)).isNotEmpty().doesNotContain(old);
    }
    operator = RunningProduct.shared().signUp().operator();
  }

  @Test
  void an_operator_whose_sessions_are_ended_is_out_on_both_nodes() {
    sql(
        "insert into control.operator (id, email, password_hash) select gen_random_uuid(),"
            + " 'second@rowhouse.test', password_hash from control.operator");
    Map<String, String> settings = RunningProduct.shared().settings();
    String password = settings.get("ROWHOUSE_OPERATOR_PASSWORD");
    var credentials = Map.of("email", "second@rowhouse.test", "password", password);
    String token =
        here.post("/control/v1/tokens", credentials).expect(200).json().get("accessToken").asText();
    for (ApiClient node : List.of(here, there)) {
      node.withToken(token).get("/control/v1/tenants?limit=1").expect(200);
    }
    sql(
        "insert into control.revocation select id, now() + interval '15 minutes'"
            + " from control.operator where email = 'second@rowhouse.test'");
    for (ApiClient node : List.of(here, there)) {
      within(
          "end of an operator",
          () -> node.withToken(token).get("/control/v1/tenants?limit=1"),
          401);
    }
  }

  private static void sql(String statement) {
    Jdbi.create(RunningProduct.shared().services().superuser())
        .useHandle(h -> h.execute(statement));
  }

  private static String kid(String token) {
    try {
      return SignedJWT.parse(token).getHeader().getKeyID();
    } catch (ParseException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The names of the keys that a node publishes. */
  private static List<String> kids(ApiClient node) {
    return node.get("/.well-known/jwks.json").expect(200).json().findValuesAsText("kid");
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
    return within(what, question, answer -> answer.expect(200, 403, status).status() == status)
        .expect(status);
  }

  /** The first answer of this kind, or the last one in time. */
  private static <T> T within(String what, Supplier<T> question, Predicate<T> kind) {
    long start = System.nanoTime();
    T answer = question.get();
    while (!kind.test(answer)) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(PROMISE);
      pause();
      answer = question.get();
    }
    System.out.printf("%s: %d ms%n", what, (System.nanoTime() - start) / 1_000_000);
    return answer;
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
