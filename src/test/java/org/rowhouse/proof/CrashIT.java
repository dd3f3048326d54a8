package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.PayaraMicro;
import org.rowhouse.dev.Ports;
import org.rowhouse.proof.Writers.Write;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Wire;

/** Servers die in the middle of the work; nothing acknowledged is lost and nothing doubled. */
class CrashIT {

  private static final int CLIENTS = 8;
  private static final int ENOUGH = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Product product = Product.shared();

  @Test
  void kill_9_of_the_server_loses_and_doubles_nothing() throws Exception {
    List<Settled> tenants = tenants();
    int port = Ports.free();
    PayaraMicro doomed = product.running().startNode(port, List.of());
    Writers writers = Writers.start(CLIENTS, port, tenants);
    awaitWrites(writers, ENOUGH);
    doomed.kill();
    writers.stop();
    try (PayaraMicro again = product.running().startNode(port, List.of());
        Wire wire = new Wire(again.port())) {
      verify(wire, writers, tenants);
    }
  }

  @Test
  void a_lost_postgresql_is_503_and_comes_back_by_itself() throws Exception {
    List<Settled> tenants = tenants();
    int port = product.running().node().port();
    try (Writers writers = Writers.start(CLIENTS, port, tenants);
        Wire wire = product.wire()) {
      awaitWrites(writers, ENOUGH);
      product.services().database().kill();
      awaitRefusals(writers, 10);
      product.services().database().restart();
      awaitRecovery(wire, tenants);
      awaitWrites(writers, (int) writers.acknowledged() + ENOUGH);
      writers.stop();
      verify(wire, writers, tenants);
      for (Answer answer : writers.refusals) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).as(answer.toString()).isPresent();
        assertThat(answer.text()).doesNotContainIgnoringCase("sql").doesNotContain("127.0.0.1");
      }
    }
  }

  private List<Settled> tenants() throws IOException {
    try (Wire wire = product.wire()) {
      return List.of(Settled.in(product, wire, "SHARED"), Settled.in(product, wire, "SCHEMA"));
    }
  }

  /** What was acknowledged is there once; what was not is there once when it is sent again. */
  private static void verify(Wire wire, Writers writers, List<Settled> tenants) throws IOException {
    System.out.printf(
        "crash: %d acknowledged, %d unanswered%n",
        writers.acknowledged(), writers.writes.size() - writers.acknowledged());
    Map<String, String> ids = new HashMap<>();
    for (Write write : writers.writes) {
      Answer again = wire.send(write.call());
      Account.expect(201, again);
      ids.put(write.title(), again.get("id"));
      if (write.id() != null) {
        assertThat(again.get("id")).isEqualTo(write.id());
      }
    }
    int found = 0;
    for (Settled tenant : tenants) {
      List<JsonNode> issues =
          tenant
              .account()
              .all(wire, "/projects/" + tenant.ids().get("projects") + "/issues?limit=200");
      for (JsonNode issue : issues) {
        String title = issue.path("title").asText();
        if (title.startsWith("w-")) {
          assertThat(issue.path("id").asText()).isEqualTo(ids.get(title));
          found++;
        }
      }
      assertThat(issues.stream().map(issue -> issue.path("number").asInt()))
          .as("issue numbers without gaps")
          .containsExactlyInAnyOrderElementsOf(
              IntStream.rangeClosed(1, issues.size()).boxed().toList());
    }
    assertThat(found).as("each write once").isEqualTo(writers.writes.size());
  }

  private static void awaitWrites(Writers writers, int count) throws InterruptedException {
    await(() -> writers.acknowledged() >= count, count + " acknowledged writes");
  }

  private static void awaitRefusals(Writers writers, int count) throws InterruptedException {
    await(() -> writers.refusals.size() >= count, count + " refusals");
  }

  private static void awaitRecovery(Wire wire, List<Settled> tenants) throws InterruptedException {
    await(
        () -> {
          try {
            return wire.send(tenants.get(0).account().get("/me")).status() == 200;
          } catch (IOException e) {
            return false;
          }
        },
        "an answer");
  }

  private interface Condition {
    boolean holds();
  }

  private static void await(Condition condition, String what) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.holds()) {
      assertThat(Instant.now()).as("no " + what + " in " + PATIENCE).isBefore(end);
      Thread.sleep(50);
    }
  }
}
