package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.balancer.Balancer;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.crash.Ledger;
import org.rowhouse.proof.crash.WriteLoad;

/**
 * Two nodes behind a balancer leave and come back one after another, and no client notices.
 *
 * <p>Only with {@code -Drolling.rounds=1}, {@code -Drolling.rounds=3 -Drolling.requests=50000} for
 * the long run: in every build {@link RollingUpgradeIT} sees nodes leave and come back.
 */
@EnabledIfSystemProperty(named = "rolling.rounds", matches = "[1-9]\\d*")
class RollingRestartIT {

  private static final int ROUNDS = Integer.getInteger("rolling.rounds", 1);
  private static final int REQUESTS = Integer.getInteger("rolling.requests", 1);
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** Else the clients take the cores that a starting node needs. */
  private static final Duration THOUGHT = Duration.ofMillis(100);

  private static final Duration NOTICE = Duration.ofSeconds(2);

  /** The clients sign in once, and the long run may take longer than a token usually lives. */
  private static final Map<String, String> SETTINGS =
      Map.of("ROWHOUSE_ACCESS_TOKEN_LIFETIME", "PT1H");

  @Test
  void no_request_fails_while_nodes_leave_and_come_back() throws Exception {
    Product product = Product.shared();
    int[] ports = {Ports.free(), Ports.free()};
    Node[] nodes = new Node[ports.length];
    try (Balancer balancer = Balancer.over(ports[0], ports[1])) {
      for (int i = 0; i < nodes.length; i++) {
        nodes[i] = start(product, ports[i]);
        balancer.await(ports[i], PATIENCE);
      }
      List<Ledger> ledgers = ledgers(product, balancer.port());
      Instant begun = Instant.now();
      WriteLoad load = WriteLoad.start(balancer.port(), ledgers, THOUGHT);
      for (int round = 0; round < ROUNDS && load.wrong().isEmpty(); round++) {
        for (int i = 0; i < nodes.length; i++) {
          int before = balancer.served(ports[i]);
          nodes[i].leave(NOTICE);
          nodes[i].close();
          nodes[i] = start(product, ports[i]);
          balancer.await(ports[i], PATIENCE);
          awaitMore(load, balancer, ports[i], before);
        }
      }
      awaitRequests(load);
      load.stop();
      System.out.printf(
          "rolling restart: %d rounds, %d requests, %d failed, %d writes, %d issues, %s%n",
          ROUNDS,
          load.requests(),
          load.wrong().size() + load.refused(),
          load.written(),
          ledgers.stream().mapToInt(Ledger::acknowledged).sum(),
          Duration.between(begun, Instant.now()));
      assertThat(load.wrong().stream().limit(3)).isEmpty();
      assertThat(load.refused()).as("answers of 503").isZero();
      try (Wire wire = new Wire(balancer.port())) {
        for (Ledger ledger : ledgers) {
          assertThat(ledger.unanswered()).isZero();
          assertThat(ledger.differences(wire)).isEmpty();
        }
      }
    } finally {
      for (Node node : nodes) {
        if (node != null) {
          node.close();
        }
      }
    }
  }

  /** The node that came back must have taken its part, else nothing is shown. */
  private static void awaitMore(WriteLoad load, Balancer balancer, int port, int before)
      throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (balancer.served(port) < before + 50 && load.wrong().isEmpty()) {
      assertThat(Instant.now()).as("requests to the node that came back").isBefore(end);
      Thread.sleep(20);
    }
  }

  private static void awaitRequests(WriteLoad load) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (load.requests() < REQUESTS && load.wrong().isEmpty()) {
      assertThat(Instant.now()).as("%d requests", load.requests()).isBefore(end);
      Thread.sleep(100);
    }
  }

  private static Node start(Product product, int port) throws Exception {
    Node node = product.running().begin(port, launch -> launch.heap("384m").settings(SETTINGS));
    node.awaitReady(PATIENCE);
    return node;
  }

  private static List<Ledger> ledgers(Product product, int port) throws IOException {
    List<Ledger> ledgers = new ArrayList<>();
    try (Wire wire = new Wire(port)) {
      for (int i = 0; i < 4; i++) {
        Account account = product.tenant(wire, i % 2 == 0 ? "SHARED" : "SCHEMA");
        ledgers.add(Ledger.open(wire, account));
      }
    }
    return ledgers;
  }
}
