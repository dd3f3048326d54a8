package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.crash.Ledger;
import org.rowhouse.proof.crash.SignUps;
import org.rowhouse.proof.crash.WriteLoad;

/** What was acknowledged stays, whatever dies; what was not is there once or not at all. */
class CrashIT {

  private static final int ENOUGH = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration AWAY = Duration.ofSeconds(4);
  private static final Duration CONVERGENCE = Duration.ofSeconds(30);

  private static Product product;

  @BeforeAll
  static void start() {
    product = Product.shared();
  }

  @Test
  void what_was_acknowledged_survives_the_death_of_the_application_server() throws Exception {
    List<Ledger> ledgers = ledgers();
    int port = Ports.free();
    SignUps signUps;
    try (Node node = product.running().startNode(port, List.of());
        Wire wire = new Wire(port)) {
      WriteLoad load = WriteLoad.start(port, ledgers);
      signUps = SignUps.start(port, product.operator(wire));
      awaitWrites(load, ENOUGH);
      load.expectTheEnd();
      node.kill();
      load.stop();
      signUps.awaitEnd();
      assertThat(load.wrong()).isEmpty();
    }
    int unanswered = ledgers.stream().mapToInt(Ledger::unanswered).sum();
    try (Node again = product.running().startNode(port, List.of());
        Wire wire = new Wire(again.port())) {
      assertThat(differences(wire, ledgers)).isEmpty();
      // the sign-up that nobody was told of ends too
      Instant end = Instant.now().plus(CONVERGENCE);
      while ((!signUps.ended(wire) || halfMade() > 0) && Instant.now().isBefore(end)) {
        Thread.sleep(500);
      }
      assertThat(signUps.differences(wire)).isEmpty();
      assertThat(halfMade()).isZero();
    }
    System.out.printf(
        "crash of the server: %d acknowledged, %d unanswered, %d sign-ups%n",
        ledgers.stream().mapToInt(Ledger::acknowledged).sum(), unanswered, signUps.count());
  }

  @Test
  void a_crash_of_postgresql_costs_nothing_but_time() throws Exception {
    whilePostgresqlIsAway(EmbeddedDatabase::kill);
  }

  @Test
  void a_restart_of_postgresql_costs_nothing_but_time() throws Exception {
    whilePostgresqlIsAway(EmbeddedDatabase::close);
  }

  private interface End {
    void of(EmbeddedDatabase database) throws IOException;
  }

  private static void whilePostgresqlIsAway(End end) throws Exception {
    List<Ledger> ledgers = ledgers();
    EmbeddedDatabase database = product.services().database();
    WriteLoad load = WriteLoad.start(product.running().node().port(), ledgers);
    awaitWrites(load, ENOUGH);
    try {
      end.of(database);
      Thread.sleep(AWAY.toMillis());
    } finally {
      database.restart();
    }
    awaitWrites(load, load.written() + ENOUGH);
    load.stop();
    assertThat(load.wrong()).isEmpty();
    assertThat(load.refused()).as("answers while PostgreSQL was away").isPositive();
    try (Wire wire = product.wire()) {
      assertThat(differences(wire, ledgers)).isEmpty();
    }
    System.out.printf("PostgreSQL away: %d written, %d refused%n", load.written(), load.refused());
  }

  private static void awaitWrites(WriteLoad load, long count) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (load.written() < count) {
      assertThat(Instant.now()).as("writes: " + load.written()).isBefore(end);
      Thread.sleep(20);
    }
  }

  private static List<Ledger> ledgers() throws IOException {
    List<Ledger> ledgers = new ArrayList<>();
    try (Wire wire = product.wire()) {
      Operator operator = product.operator(wire);
      for (int i = 0; i < 4; i++) {
        Account account =
            operator.tenant(wire, Product.freshSlug(), i % 2 == 0 ? "SHARED" : "SCHEMA");
        product.unlimit(operator, account);
        ledgers.add(Ledger.open(wire, account));
      }
    }
    return ledgers;
  }

  private static List<String> differences(Wire wire, List<Ledger> ledgers) throws IOException {
    List<String> all = new ArrayList<>();
    for (Ledger ledger : ledgers) {
      ledger.retry(wire);
      all.addAll(ledger.differences(wire));
    }
    return all;
  }

  /**
   * Tenants and operations without an end, and schemas without a home. Deletions of other tests may
   * wait for the end of a grace.
   */
  private static int halfMade() throws Exception {
    return Sql.count(
        product,
        """
        select (select count(*) from control.tenant where status = 'PROVISIONING')
             + (select count(*) from control.operation
                where finished_at is null and due_at < now() + interval '1 minute')
             + (select count(*) from pg_namespace n where nspname like 'h\\_%'
                and not exists (select from control.home where schema_name = n.nspname))
        """);
  }
}
