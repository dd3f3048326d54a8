package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Operator;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.contract.Contract;
import org.rowhouse.proof.contract.Route;

/** The ground of the proofs of bad input: whatever they send, nothing may be written. */
abstract class HostileProof {

  /** Its 503 is a proper answer: this node has not left. */
  private static final String LEFT = "/control/v1/health/left";

  private final Product product = Product.shared();
  Refusals refusals;
  Settled tenant;
  Operator operator;
  List<Route> routes;
  private List<String> before;

  @BeforeEach
  void settle() throws Exception {
    Wire wire = product.wire();
    refusals = new Refusals(wire);
    tenant = Settled.in(product, wire, "SCHEMA");
    operator = product.operator(wire);
    routes = Contract.of(wire).routes().stream().filter(r -> !r.path().equals(LEFT)).toList();
    stillEarlierTests();
    before = Sql.tables(product);
  }

  @AfterEach
  void nothing_was_written_and_every_refusal_was_clear() throws SQLException {
    try (Refusals all = refusals) {
      System.out.println("hostile requests: " + all.verify());
      List<String> after = Sql.tables(product);
      assertThat(onlyIn(after, before)).as("changed").isEqualTo(onlyIn(before, after));
    }
  }

  private static List<String> onlyIn(List<String> these, List<String> those) {
    return these.stream().filter(line -> !those.contains(line)).toList();
  }

  /**
   * Of the tests before, on the same server, nothing goes on to write: what is due has ended, the
   * stock of spare homes is full (2 of SCHEMA and 1 of DATABASE), and revocations that nodes would
   * delete for their age live on.
   */
  private void stillEarlierTests() throws SQLException, InterruptedException {
    Sql.execute(product, "update control.revocation set expires_at = now() + interval '1 hour'");
    String unfinished =
        """
        select (select count(*) from control.operation
                where state in ('PENDING', 'RUNNING') and due_at < now() + interval '1 minute')
             + (select 3 * count(*) from control.server where state = 'READY')
             - (select count(*) from control.home where spare and state = 'READY')
        """;
    Instant end = Instant.now().plusSeconds(60);
    while (Sql.count(product, unfinished) > 0) {
      assertThat(Instant.now()).as("what earlier tests began ends").isBefore(end);
      Thread.sleep(100);
    }
  }

  String id(Route route) {
    return route.isTenantPlane() && route.hasId()
        ? tenant.idFor(route)
        : tenant.account().tenantId();
  }

  Call sign(Route route, Call call) {
    return route.isTenantPlane()
        ? tenant.account().sign(call)
        : operator.sign(call).host("localhost");
  }

  Call call(Route route) {
    return sign(route, Call.of(route.method(), route.at(id(route))));
  }

  Call get(Route route, String target) {
    return sign(route, Call.get(target));
  }
}
