package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.dev.ChangedWar;
import org.rowhouse.dev.Ports;
import org.rowhouse.dev.Project;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.server.Launch;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.balancer.Balancer;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.crash.Ledger;
import org.rowhouse.proof.crash.WriteLoad;

/** A version that adds a column comes, and goes again, while the last one serves. */
class RollingUpgradeIT {

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Else the clients take the cores that a starting node needs. */
  private static final Duration THOUGHT = Duration.ofMillis(100);

  private static final Duration NOTICE = Duration.ofSeconds(2);
  private static final int ENOUGH = 100;
  private static final String COLUMN =
      "alter table project add column stage text not null default 'idea';";

  @TempDir Path directory;

  private final RunningProduct product = RunningProduct.shared();
  private final TestPlane database = TestPlane.unmigrated();
  private final int first = Ports.free();
  private final int second = Ports.free();

  @Test
  void old_and_new_serve_at_once_and_the_old_one_can_come_back() throws Exception {
    Path newWar =
        ChangedWar.of(
            Project.built("rowhouse.war"),
            directory.resolve("new.war"),
            Map.of(
                "WEB-INF/classes/db/tenant/V1000__stage.sql",
                COLUMN.getBytes(StandardCharsets.UTF_8)));
    Node old = null;
    Node next = null;
    try (Balancer balancer = Balancer.over(first, second)) {
      old = start(first, launch -> launch);
      balancer.await(first, PATIENCE);
      List<Ledger> ledgers = ledgers();
      WriteLoad load = WriteLoad.start(balancer.port(), ledgers, THOUGHT);

      next = start(second, launch -> launch.war(newWar));
      balancer.await(second, PATIENCE);
      awaitBoth(balancer, load);
      assertThat(homesAt("1000")).isEqualTo(3);
      try (Wire onOld = new Wire(first);
          Wire onNew = new Wire(second)) {
        Account late = operator(onOld).tenant(onOld, Product.freshSlug(), "SCHEMA");
        awaitServed(onNew, late);
      }

      old.leave(NOTICE);
      old.close();
      old = start(first, launch -> launch);
      balancer.await(first, PATIENCE);
      awaitBoth(balancer, load);
      assertThat(homesAt("1000")).isEqualTo(4);

      load.stop();
      assertThat(load.wrong().stream().limit(3)).isEmpty();
      assertThat(load.refused()).as("answers of 503").isZero();
      try (Wire wire = new Wire(balancer.port())) {
        for (Ledger ledger : ledgers) {
          assertThat(ledger.differences(wire)).isEmpty();
        }
      }
    } finally {
      for (Node node : new Node[] {old, next}) {
        if (node != null) {
          node.close();
        }
      }
    }
  }

  private Node start(int port, UnaryOperator<Launch> change) throws Exception {
    Node node =
        product.begin(
            port, launch -> change.apply(launch.heap("384m").settings(database.environment())));
    node.awaitReady(PATIENCE);
    return node;
  }

  private Operator operator(Wire wire) throws Exception {
    return Operator.login(
        wire,
        product.settings().get("ROWHOUSE_OPERATOR_EMAIL"),
        product.settings().get("ROWHOUSE_OPERATOR_PASSWORD"));
  }

  private List<Ledger> ledgers() throws Exception {
    List<Ledger> ledgers = new ArrayList<>();
    try (Wire wire = new Wire(first)) {
      for (String isolation : List.of("SHARED", "SCHEMA", "SCHEMA")) {
        Account account = operator(wire).tenant(wire, Product.freshSlug(), isolation);
        ledgers.add(Ledger.open(wire, account));
      }
    }
    return ledgers;
  }

  /** How many homes are ready at {@code version} and have the column. */
  private int homesAt(String version) {
    return Jdbi.create(database.source)
        .withHandle(
            h ->
                h.createQuery(
                        """
                        select count(*) from control.home h
                        where state = 'READY' and version = :version and exists (
                          select from information_schema.columns c
                          where c.table_schema = h.schema_name and c.column_name = 'stage')
                        """)
                    .bind("version", version)
                    .mapTo(Integer.class)
                    .one());
  }

  private void awaitBoth(Balancer balancer, WriteLoad load) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    int[] before = {balancer.served(first), balancer.served(second)};
    while (load.wrong().isEmpty()
        && (balancer.served(first) < before[0] + ENOUGH
            || balancer.served(second) < before[1] + ENOUGH)) {
      assertThat(Instant.now()).as("requests to both").isBefore(end);
      Thread.sleep(20);
    }
  }

  /** A home that the old node has made is the new node's after it was brought up. */
  private static void awaitServed(Wire wire, Account account) throws Exception {
    Instant end = Instant.now().plusSeconds(20);
    int status = wire.send(account.get("/projects")).status();
    while (status == 503) {
      assertThat(Instant.now()).as("the new node brings it up").isBefore(end);
      Thread.sleep(100);
      status = wire.send(account.get("/projects")).status();
    }
    assertThat(status).isEqualTo(200);
  }
}
