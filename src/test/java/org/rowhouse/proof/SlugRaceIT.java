package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;

/** One round with every build; {@code -Dslug.rounds=20} for more. */
class SlugRaceIT {

  private static final int CLIENTS = 200;
  private static final List<String> MODELS = List.of("SCHEMA", "SHARED", "DATABASE");

  private static Product product;
  private static Node second;
  private static Operator operator;

  @BeforeAll
  static void start() throws Exception {
    product = Product.shared();
    second = product.running().startNode(List.of());
    try (Wire wire = product.wire()) {
      operator = product.operator(wire);
    }
  }

  @AfterAll
  static void stop() throws IOException {
    if (second != null) {
      second.close();
    }
  }

  static IntStream rounds() {
    return IntStream.range(0, Integer.getInteger("slug.rounds", 1));
  }

  @ParameterizedTest
  @MethodSource("rounds")
  void of_200_who_want_one_slug_on_two_nodes_one_gets_it_and_199_meet_a_conflict(int round)
      throws Exception {
    String slug = Product.freshSlug();
    Call signUp = operator.signUp(slug, MODELS.get(round % MODELS.size()));
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    Map<Integer, Integer> statuses = new TreeMap<>();
    long begun;
    try {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        int port = i % 2 == 0 ? product.node().port() : second.port();
        answers.add(clients.submit(() -> send(port, signUp, start)));
      }
      begun = System.nanoTime();
      start.countDown();
      for (Future<Answer> answer : answers) {
        statuses.merge(answer.get().status(), 1, Integer::sum);
      }
    } finally {
      clients.shutdownNow();
    }
    System.out.printf(
        "one slug, %d sign-ups: %s in %d ms%n",
        CLIENTS, statuses, (System.nanoTime() - begun) / 1_000_000);
    assertThat(statuses).isEqualTo(Map.of(201, 1, 409, CLIENTS - 1));
    assertOneTenant(slug);
  }

  private static Answer send(int port, Call signUp, CountDownLatch start) throws Exception {
    start.await();
    try (Wire wire = new Wire(port)) {
      return wire.send(signUp);
    }
  }

  private static void assertOneTenant(String slug) throws Exception {
    try (Wire wire = product.wire()) {
      Answer found = wire.send(operator.sign(Call.get(Operator.CONTROL + "/tenants?q=" + slug)));
      assertThat(found.json().path("items").findValuesAsText("status")).containsExactly("ACTIVE");
      Account.login(wire, slug, Operator.adminOf(slug), Account.PASSWORD);
    }
    String homeless =
        """
        select count(*) from control.home h where not spare and isolation <> 'SHARED'
          and not exists (select from control.tenant where home_id = h.id)
        """;
    assertThat(Sql.count(product, homeless)).as("homes of nobody").isZero();
  }
}
