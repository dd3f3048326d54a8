package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Node;
import org.rowhouse.tenantplane.TestTenant;

/** A node that leaves cuts nobody off; the other goes on with what it has begun. */
class LeavingIT {

  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final String READY = "/control/v1/health/ready";
  private static final String LEFT = "/control/v1/health/left";
  private static final String PROJECTS = TestTenant.API + "/projects";

  private RunningProduct product;
  private Node node;
  private ApiClient client;

  @BeforeEach
  void start() throws Exception {
    product = RunningProduct.shared();
    node = product.startNode(List.of());
    client = ApiClient.of(node.uri());
  }

  @AfterEach
  void stop() throws Exception {
    node.close();
  }

  @Test
  void a_node_that_is_told_to_leave_serves_on_until_nobody_asks() throws Exception {
    TestTenant tenant = TestTenant.fresh(client);
    assertThat(tenant.admin().client().get(PROJECTS).expect(200).header("Connection")).isEmpty();
    client.get(LEFT).expect(503);

    Files.createFile(node.leaveFile());
    JsonNode told = seen(() -> client.get(READY), answer -> answer.status() == 503).json();
    assertThat(told.get("status").asText()).isIn("LEAVING", "LEFT");
    assertThat(told.at("/checks/leaving").asText()).contains("ROWHOUSE_LEAVE_FILE");
    assertThat(told.at("/checks/migrations").asText()).isEqualTo("UP");
    client.get("/control/v1/health/live").expect(200);

    Answer last = tenant.admin().client().get(PROJECTS).expect(200);
    assertThat(last.header("Connection")).hasValue("close");
    TestTenant late = TestTenant.fresh(client);
    assertThat(Files.readString(node.log())).doesNotContain(late.id() + " is ACTIVE");
    assertThat(Files.readString(product.node().log())).contains(late.id() + " is ACTIVE");
    try (var lock = new SharedHomeLock(product.services().superuser(), "project")) {
      var slow = inBackground(() -> late.admin().client().get(PROJECTS));
      lock.awaitWaiters(1);
      Thread.sleep(2500); // longer than the pause that counts as quiet
      client.get(LEFT).expect(503);
      assertThat(client.get(READY).expect(503).json().at("/checks/requests").asText())
          .isEqualTo("1");
      lock.release();
      slow.get(10, TimeUnit.SECONDS).expect(200);
    }
    seen(() -> client.get(LEFT), answer -> answer.status() == 200);
    assertThat(client.get(READY).expect(503).json().get("status").asText()).isEqualTo("LEFT");

    Files.delete(node.leaveFile());
    seen(() -> client.get(READY), answer -> answer.status() == 200);
    assertThat(tenant.admin().client().get(PROJECTS).expect(200).header("Connection")).isEmpty();
    client.get(LEFT).expect(503);

    leaveWhile(late);
  }

  private void leaveWhile(TestTenant tenant) throws Exception {
    CompletableFuture<Answer> slow;
    CompletableFuture<Void> leaving;
    try (var lock = new SharedHomeLock(product.services().superuser(), "project")) {
      slow = inBackground(() -> tenant.admin().client().post(PROJECTS, project()));
      lock.awaitWaiters(1);
      leaving =
          CompletableFuture.runAsync(
              () -> {
                try {
                  node.leave(Duration.ofSeconds(1));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      seen(() -> client.get(READY), answer -> answer.status() == 503);
    }
    slow.get(10, TimeUnit.SECONDS).expect(201);
    leaving.get(60, TimeUnit.SECONDS);
    assertThat(node.leaveFile()).doesNotExist();
  }

  private static Map<String, String> project() {
    return Map.of("key", "LAST", "name", "x");
  }

  private Answer beginSignUp() {
    String slug = "t" + UUID.randomUUID().toString().substring(0, 8);
    var admin = Map.of("email", "a@b.example", "name", "Ada", "password", TestTenant.PASSWORD);
    return client
        .post("/control/v1/tenants", Map.of("organization", "Late", "slug", slug, "admin", admin))
        .expect(202);
  }

  private static CompletableFuture<Answer> inBackground(Supplier<Answer> request) {
    return CompletableFuture.supplyAsync(request);
  }

  /** The first answer of this kind. */
  private static Answer seen(Supplier<Answer> question, Predicate<Answer> kind)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    Answer answer = question.get();
    while (!kind.test(answer)) {
      assertThat(Instant.now()).as("%s", answer).isBefore(end);
      Thread.sleep(50);
      answer = question.get();
    }
    return answer;
  }

  @Test
  void a_node_that_is_ended_without_a_word_finishes_requests_and_hands_sign_ups_over()
      throws Exception {
    TestTenant tenant = TestTenant.fresh(client);
    // a server that ends may find no class any more that it has not loaded before
    tenant.admin().client().get(PROJECTS).expect(200);
    CompletableFuture<Answer> slow;
    Answer signUp;
    try (var first = new SharedHomeLock(product.services().superuser(), "member");
        var second = new SharedHomeLock(product.services().superuser(), "project")) {
      signUp = beginSignUp();
      first.awaitWaiters(1);
      slow = inBackground(() -> tenant.admin().client().get(PROJECTS));
      second.awaitWaiters(2);
      node.end();
      seen(() -> client.get(READY), answer -> answer.status() == 503);
      second.release();
      slow.get(10, TimeUnit.SECONDS).expect(200);
      node.awaitEnd();
    }
    String operation = "/control/v1/operations/" + signUp.json().get("id").asText();
    Answer ended =
        seen(
            () -> product.api().get(operation).expect(200),
            answer -> !answer.json().get("finishedAt").isNull());
    assertThat(ended.json().get("state").asText()).isEqualTo("SUCCEEDED");
  }
}
