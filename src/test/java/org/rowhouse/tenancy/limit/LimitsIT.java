package org.rowhouse.tenancy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.tenantplane.TestTenant;

/** What a tenant may ask, on real nodes. */
class LimitsIT {

  private static final String ME = API + "/me";
  private static final String PROJECTS = API + "/projects";
  private static final RunningProduct PRODUCT = RunningProduct.shared();

  private static ApiClient operator;
  private static Node second;
  private static Node lonely;

  @BeforeAll
  static void start() throws Exception {
    operator = PRODUCT.signUp().operator();
    second = PRODUCT.startNode(List.of());
    lonely =
        PRODUCT.startNode(
            List.of(), Map.of("ROWHOUSE_REDIS_URL", "redis://127.0.0.1:" + Ports.free()));
  }

  @AfterAll
  static void stop() throws Exception {
    for (Node node : new Node[] {second, lonely}) {
      if (node != null) {
        node.close();
      }
    }
  }

  private static TestTenant limited(Map<String, Integer> limits) {
    TestTenant tenant = TestTenant.fresh();
    limit(tenant, limits);
    return tenant;
  }

  private static void limit(TestTenant tenant, Map<String, Integer> limits) {
    String path = "/control/v1/tenants/" + tenant.id();
    String etag = operator.get(path).expect(200).header("ETag").orElseThrow();
    operator.with("If-Match", etag).patch(path, Map.of("limits", limits)).expect(200);
  }

  /** Asks so often, in turns, and checks that what was let through is no more than the limit. */
  private static List<Answer> flood(int limit, int count, ApiClient... nodes) {
    long start = System.nanoTime();
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      answers.add(nodes[i % nodes.length].get(ME).expect(200, 429));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(answers.stream().filter(answer -> answer.status() == 200).count())
        .as("of %d in %.1f s", count, seconds)
        .isBetween((long) limit, (long) (limit * (1 + seconds) + nodes.length));
    return answers;
  }

  @Test
  void a_tenant_beyond_its_limit_is_told_so_and_the_others_are_not() {
    TestTenant tenant = limited(Map.of("requestsPerSecond", 5));
    List<Answer> answers = flood(5, 40, tenant.admin().client());
    Answer first = answers.get(0);
    assertThat(first.header("RateLimit-Limit")).contains("5");
    assertThat(first.header("RateLimit-Remaining")).contains("4");
    assertThat(first.header("RateLimit-Reset")).contains("1");
    assertThat(first.header("Retry-After")).isEmpty();
    Answer last = answers.get(answers.size() - 1).expect(429);
    assertThat(last.header("Content-Type")).contains("application/problem+json");
    assertThat(last.json().get("type").asText()).endsWith("/too-many-requests");
    assertThat(last.header("Retry-After")).contains("1");
    assertThat(last.header("RateLimit-Limit")).contains("5");
    assertThat(last.header("RateLimit-Remaining")).contains("0");

    ApiClient neighbour = TestTenant.fresh().admin().client();
    for (int i = 0; i < 40; i++) {
      assertThat(neighbour.get(ME).expect(200).header("RateLimit-Limit")).contains("1000");
    }
  }

  @Test
  void all_nodes_together_let_through_what_one_would() {
    TestTenant tenant = limited(Map.of("requestsPerSecond", 5));
    ApiClient there = ApiClient.of(second.uri()).withToken(tenant.admin().token());
    within(() -> there.get(ME), answer -> answer.header("RateLimit-Limit").get().equals("5"));
    restUntilFull();
    flood(5, 60, tenant.admin().client(), there);
  }

  @Test
  void a_node_without_redis_limits_by_itself() {
    TestTenant tenant = limited(Map.of("requestsPerSecond", 5));
    ApiClient there = ApiClient.of(lonely.uri()).withToken(tenant.admin().token());
    within(() -> there.get(ME), answer -> answer.header("RateLimit-Limit").get().equals("5"));
    restUntilFull();
    flood(5, 40, there);
  }

  /** A bucket is full after a second in which nobody took from it. */
  private static void restUntilFull() {
    pause(Duration.ofMillis(1_100));
  }

  @Test
  void no_more_than_its_share_of_a_tenant_is_under_way_at_a_node() throws Exception {
    TestTenant tenant = limited(Map.of("concurrentRequests", 2));
    TestTenant neighbour = TestTenant.fresh();
    String project = tenant.project();
    Jdbi superuser = Jdbi.create(PRODUCT.services().superuser());
    String schema =
        superuser.withHandle(
            h ->
                h.select(
                        "select schema_name from control.home h join control.tenant t"
                            + " on t.home_id = h.id where t.id = cast(? as uuid)",
                        tenant.id())
                    .mapTo(String.class)
                    .one());
    ApiClient client = tenant.admin().client();
    String etag = client.get(project).expect(200).header("ETag").orElseThrow();
    ApiClient matching = client.with("If-Match", etag);
    List<CompletableFuture<Answer>> waiting = new ArrayList<>();
    superuser.useTransaction(
        h -> {
          h.execute(
              "select from " + schema + ".project where id = cast(? as uuid) for update",
              project.substring(project.lastIndexOf('/') + 1));
          for (int i = 0; i < 2; i++) {
            waiting.add(
                CompletableFuture.supplyAsync(
                    // the place of who was answered is free a moment later
                    () ->
                        within(
                            () -> matching.patch(project, Map.of("name", "x")),
                            answer -> answer.status() != 429)));
          }
          awaitWaitingForLocks(2);
          Answer full = tenant.admin().client().get(ME).expect(429);
          assertThat(full.json().get("type").asText()).endsWith("/too-many-at-once");
          assertThat(full.header("Retry-After")).contains("1");
          assertThat(full.header("RateLimit-Limit")).contains("1000");
          neighbour.admin().client().get(ME).expect(200);
        });
    for (CompletableFuture<Answer> answer : waiting) {
      answer.get().expect(200, 409, 412);
    }
    tenant.admin().client().get(ME).expect(200);
  }

  private static void awaitWaitingForLocks(int count) {
    // inside a transaction PostgreSQL would tell each time what it told first
    Jdbi observer = Jdbi.create(PRODUCT.services().superuser());
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    String sql = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'";
    while (observer.withHandle(h -> h.select(sql).mapTo(Integer.class).one()) < count) {
      assertThat(System.nanoTime()).isLessThan(end);
      pause(Duration.ofMillis(20));
    }
  }

  @Test
  void nothing_that_goes_wrong_keeps_a_place() throws Exception {
    TestTenant tenant = limited(Map.of("concurrentRequests", 2));
    List<CompletableFuture<Void>> storm = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      storm.add(CompletableFuture.runAsync(() -> everythingGoesWrong(tenant)));
    }
    for (CompletableFuture<Void> one : storm) {
      one.get();
    }
    limit(tenant, Map.of("concurrentRequests", 1));
    ApiClient client = tenant.admin().client();
    within(() -> client.get(ME), answer -> answer.status() == 200);
    for (int i = 0; i < 20; i++) {
      client.get(ME).expect(200);
    }
  }

  private static void everythingGoesWrong(TestTenant tenant) {
    ApiClient client = tenant.admin().client();
    Call cut = Call.post(PROJECTS, Map.of("key", "CUT", "name", "x")).token(tenant.admin().token());
    for (int round = 0; round < 10; round++) {
      client.get(API + "/nowhere").expect(404, 429);
      client.get(PROJECTS + "/01900000-0000-7000-8000-000000000000").expect(404, 429);
      client.get(PROJECTS + "?limit=many").expect(400, 429);
      client.post(PROJECTS, "{").expect(400, 429);
      client.post(PROJECTS, Map.of("key", "x".repeat(2_000_000))).expect(413, 429);
      client.with("Content-Type", "text/plain").post(PROJECTS, "x").expect(415, 429);
      client.with("Accept", "image/png").get(PROJECTS).expect(406, 429);
      client.send("PATCH", PROJECTS, BodyPublishers.noBody()).expect(405, 415, 429);
      client.withHost("never-was.localhost").get(ME).expect(404);
      client.with("Idempotency-Key", " ").post(PROJECTS, Map.of("key", "K", "name", "x"));
      try (Wire wire = new Wire(PRODUCT.node().port())) {
        wire.hangUp(cut, .5);
        wire.hangUp(cut, .95);
        wire.hangUp(Call.get(PROJECTS).token(tenant.admin().token()), 1);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Answer within(
      Supplier<Answer> question, java.util.function.Predicate<Answer> kind) {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    Answer answer = question.get();
    while (!kind.test(answer)) {
      assertThat(System.nanoTime()).as(answer.text()).isLessThan(end);
      pause(Duration.ofMillis(50));
      answer = question.get();
    }
    return answer;
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
