package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/** What holds for every call: preconditions, retries, problems, headers. */
class HouseRulesIT {

  private final Product product = Product.shared();
  private Wire wire;
  private Account me;

  @BeforeEach
  void settle() throws IOException {
    wire = product.wire();
    me = product.tenant(wire, "SHARED");
  }

  @AfterEach
  void disconnect() {
    wire.close();
  }

  @Test
  void an_object_is_changed_only_by_who_has_seen_it() throws IOException {
    Answer created = me.created(wire, "/projects", Map.of("key", "ETAG", "name", "a"));
    String path = "/projects/" + created.get("id");
    assertThat(created.header("Location").orElseThrow()).endsWith(Account.API + path);
    Answer unchanged = wire.send(me.get(path).header("If-None-Match", created.etag()));
    Account.expect(304, unchanged);
    assertThat(unchanged.etag()).isEqualTo(created.etag());
    Account.expect(428, wire.send(me.call("PATCH", path).json(Map.of("name", "b"))));
    Account.expect(428, wire.send(me.call("DELETE", path)));
    Answer changed = wire.send(me.patch(path, created.etag(), Map.of("name", "b")));
    Account.expect(200, changed);
    assertThat(changed.etag()).isNotEqualTo(created.etag());
    Account.expect(412, wire.send(me.patch(path, created.etag(), Map.of("name", "c"))));
    Account.expect(412, wire.send(me.delete(path, created.etag())));
    assertThat(wire.send(me.get(path)).json()).isEqualTo(changed.json());
  }

  @Test
  void of_many_changes_with_one_etag_one_wins() throws IOException {
    Answer created = me.created(wire, "/projects", Map.of("key", "RACE", "name", "a"));
    Call change = me.patch("/projects/" + created.get("id"), created.etag(), Map.of("name", "b"));
    List<Integer> statuses = atOnce(8, change).stream().map(Answer::status).toList();
    assertThat(statuses).containsOnlyOnce(200);
    assertThat(statuses).allMatch(status -> List.of(200, 409, 412).contains(status));
  }

  @Test
  void a_retry_gets_the_first_answer_and_does_nothing() throws IOException {
    String key = UUID.randomUUID().toString();
    Call call = me.post("/projects", Map.of("key", "ONCE", "name", "a"));
    Call keyed = call.header("Idempotency-Key", key);
    Answer first = wire.send(keyed);
    Answer again = wire.send(keyed);
    assertThat(again.status()).isEqualTo(201);
    assertThat(again.text()).isEqualTo(first.text());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(again.etag()).isEqualTo(first.etag());
    Call other = me.post("/projects", Map.of("key", "ELSE", "name", "a"));
    Account.expect(422, wire.send(other.header("Idempotency-Key", key)));
    assertThat(me.all(wire, "/projects")).hasSize(1);
  }

  @Test
  void retries_at_once_do_it_once() throws IOException {
    Call call =
        me.post("/projects", Map.of("key", "MANY", "name", "a"))
            .header("Idempotency-Key", UUID.randomUUID().toString());
    List<Answer> answers = atOnce(8, call);
    assertThat(answers).allMatch(answer -> answer.status() == 201);
    assertThat(answers.stream().map(answer -> answer.get("id")).distinct()).hasSize(1);
    assertThat(me.all(wire, "/projects")).hasSize(1);
  }

  private List<Answer> atOnce(int count, Call call) {
    return IntStream.range(0, count)
        .mapToObj(i -> CompletableFuture.supplyAsync(() -> sendAlone(call)))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private Answer sendAlone(Call call) {
    try (Wire own = product.wire()) {
      return own.send(call);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_problem_names_every_faulty_field() throws IOException {
    Answer answer =
        wire.send(
            me.post("/projects", Map.of("key", "lower", "name", ""))
                .header("X-Request-Id", "my-id.1"));
    Account.expect(400, answer);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
    assertThat(answer.get("instance")).isEqualTo("my-id.1");
    assertThat(answer.json().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("key", "name");
    Answer unknown =
        wire.send(me.post("/projects", Map.of("key", "OK", "name", "n", "tenantId", "x")));
    Account.expect(400, unknown);
    assertThat(unknown.json().path("errors").findValuesAsText("field")).containsExactly("tenantId");
  }

  @Test
  void answers_carry_the_trace_and_stay_out_of_shared_caches() throws IOException {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    Answer answer =
        wire.send(me.get("/projects").header("X-Request-Id", "id-2").header("traceparent", trace));
    assertThat(answer.header("X-Request-Id")).contains("id-2");
    assertThat(answer.header("traceparent")).contains(trace);
    assertThat(answer.header("Cache-Control").orElseThrow()).containsAnyOf("no-store", "private");
    assertThat(answer.header("Vary").orElseThrow()).contains("Authorization", "Host");
    assertThat(answer.header("Server")).isEmpty();
    Answer odd = wire.send(me.get("/projects").header("X-Request-Id", "a<b>"));
    assertThat(odd.header("X-Request-Id").orElseThrow()).doesNotContain("<");
  }

  @Test
  void an_unknown_host_is_404_and_health_needs_no_tenant() throws IOException {
    Account.expect(
        404, wire.send(Call.get(Account.API + "/me").host("nobody.localhost").token(me.token())));
    for (String check : List.of("live", "ready")) {
      Answer health = wire.send(Call.get("/control/v1/health/" + check));
      Account.expect(200, health);
      assertThat(health.get("status")).isEqualTo("UP");
    }
  }
}
