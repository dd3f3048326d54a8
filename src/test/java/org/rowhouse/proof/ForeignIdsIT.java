package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.contract.Contract;
import org.rowhouse.proof.contract.Route;

/** What belongs to another tenant answers as what does not exist, to the last byte. */
class ForeignIdsIT {

  /** What the clock and the caller's own bucket say: different for two that are alike. */
  private static final String OWN_HEADERS = "(?m)^(Date|RateLimit-(Remaining|Reset)):.*";

  private final Product product = Product.shared();
  private Wire wire;

  @BeforeEach
  void connect() {
    wire = product.wire();
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  @ParameterizedTest
  @CsvSource({"SHARED, SHARED", "SCHEMA, SCHEMA", "SHARED, SCHEMA", "SCHEMA, SHARED"})
  void an_id_of_another_tenant_is_an_id_that_does_not_exist(String mine, String theirs)
      throws IOException {
    Account me = product.tenant(wire, mine);
    Settled other = Settled.in(product, wire, theirs);
    String before = other.everything(wire);
    int routes = 0;
    for (Route route : Contract.of(wire).routes()) {
      if (route.isTenantPlane() && route.hasId()) {
        String foreign = other.idFor(route);
        Answer answer = same(me, route.call(foreign), route.call(like(foreign)));
        assertThat(answer.status()).as(route + "\n" + answer).isEqualTo(404);
        same(me, bare(route, foreign), bare(route, like(foreign)));
        routes++;
      }
    }
    assertThat(routes).isGreaterThanOrEqualTo(11);
    assertThat(other.everything(wire)).isEqualTo(before);
  }

  /** Neither body nor precondition: whatever is checked first is the same for both. */
  private static Call bare(Route route, String id) {
    return Call.of(route.method(), route.at(id));
  }

  @Test
  void operators_calls_tell_a_tenant_nothing_about_others() throws IOException {
    Account me = product.tenant(wire, "SHARED");
    Account other = product.tenant(wire, "SCHEMA");
    for (Route route : Contract.of(wire).routes()) {
      if (route.isControlPlane() && route.hasId() && !route.path().contains("operations")) {
        Answer answer = same(me, route.call(other.tenantId()), route.call(like(other.tenantId())));
        assertThat(answer.status()).as(route + "\n" + answer).isIn(401, 403);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"SHARED, SHARED", "SCHEMA, SCHEMA"})
  void a_member_of_another_tenant_cannot_be_an_assignee(String mine, String theirs)
      throws IOException {
    Settled me = Settled.in(product, wire, mine);
    Settled other = Settled.in(product, wire, theirs);
    String foreign = other.ids().get("members");
    String issues = "/projects/" + me.ids().get("projects") + "/issues";
    Answer created =
        same(
            me.account(),
            assigned("POST", issues, foreign),
            assigned("POST", issues, like(foreign)));
    assertThat(created.status()).isEqualTo(400);
    String issue = "/issues/" + me.ids().get("issues");
    Answer changed =
        same(
            me.account(),
            assigned("PATCH", issue, foreign),
            assigned("PATCH", issue, like(foreign)));
    assertThat(changed.status()).isEqualTo(400);
    Answer filtered =
        same(
            me.account(),
            Call.get(Account.API + issues + "?assignee=" + foreign),
            Call.get(Account.API + issues + "?assignee=" + like(foreign)));
    assertThat(filtered.json().path("items").size()).isZero();
  }

  private static Call assigned(String method, String path, String assignee) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("title", "mine");
    body.put("assignee", assignee);
    return Call.of(method, Account.API + path).header("If-Match", "\"1\"").json(body);
  }

  @Test
  void a_cursor_of_another_tenant_is_no_cursor() throws IOException {
    Settled me = Settled.in(product, wire, "SHARED");
    Settled other = Settled.in(product, wire, "SHARED");
    other.account().created(wire, "/projects", Map.of("key", "TWO", "name", "second"));
    String next = wire.send(other.account().get("/projects?limit=1")).next().orElseThrow();
    Answer mine =
        same(
            me.account(),
            Call.get(next),
            Call.get(Account.API + "/projects?limit=1&cursor=Zm9yZ2Vk"));
    assertThat(mine.status()).isEqualTo(400);
  }

  @Test
  void the_same_idempotency_key_of_two_tenants_is_two_keys() throws IOException {
    Account me = product.tenant(wire, "SHARED");
    Account other = product.tenant(wire, "SHARED");
    String key = UUID.randomUUID().toString();
    Map<String, String> body = Map.of("key", "SAME", "name", "the same");
    Answer theirs = wire.send(other.post("/projects", body).header("Idempotency-Key", key));
    Answer mine = wire.send(me.post("/projects", body).header("Idempotency-Key", key));
    Answer again = wire.send(me.post("/projects", body).header("Idempotency-Key", key));
    assertThat(mine.status()).isEqualTo(201);
    assertThat(mine.get("id")).isNotEqualTo(theirs.get("id")).isEqualTo(again.get("id"));
  }

  /** Both answers, made comparable, are equal; returns one. */
  private Answer same(Account as, Call first, Call second) throws IOException {
    String id = UUID.randomUUID().toString();
    Answer one = wire.send(as.sign(first).header("X-Request-Id", id));
    Answer two = wire.send(as.sign(second).header("X-Request-Id", id));
    assertThat(one.toString().replaceAll(OWN_HEADERS, ""))
        .as(first.toString())
        .isEqualTo(two.toString().replaceAll(OWN_HEADERS, ""));
    return one;
  }

  /** An id of the same time that nobody has. */
  static String like(String id) {
    return id.substring(0, 24) + UUID.randomUUID().toString().substring(24);
  }
}
