package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;
import org.rowhouse.proof.erased.Marked;
import org.rowhouse.proof.erased.RedisContents;
import org.rowhouse.proof.erased.Traces;

/**
 * Nothing of a purged tenant is anywhere. A shared home is looked at a second time after a minute
 * and a half: {@code -Derased.models=SHARED} for that.
 */
class ErasedIT {

  private static final long PATIENCE_SECONDS = 150;

  private final Product product = Product.shared();

  static Stream<String> models() {
    return Stream.of(System.getProperty("erased.models", "SCHEMA,DATABASE").split(","));
  }

  @ParameterizedTest
  @MethodSource("models")
  void of_a_thousand_canaries_of_a_purged_tenant_none_is_found(String isolation) throws Exception {
    try (Wire wire = product.wire()) {
      settleNeighbour(wire);
      Marked tenant = Marked.live(product, wire, isolation);
      assertThat(tenant.canaries()).isGreaterThan(1_000);
      Sql.execute(product, "analyze"); // PostgreSQL keeps samples of what it has seen
      tenant.look();
      List<String> before = Traces.of(product, tenant.word());
      for (String kept :
          List.of("member", "project", "issue", "comment", "invitation", "idempotency_key")) {
        assertThat(before).as(kept).anyMatch(trace -> trace.contains("." + kept + ": "));
      }
      assertThat(before).anyMatch(trace -> trace.contains("table control.tenant: "));
      assertThat(before).as("cached values").anyMatch(trace -> trace.startsWith("Redis: "));

      Answer certificate = tenant.purge(PATIENCE_SECONDS);
      assertThat(certificate.text()).contains("rows of issue").doesNotContain(tenant.word());
      flushLogs(wire);
      List<String> after = Traces.of(product, tenant.word());
      assertThat(after.stream().limit(20)).as("%d traces", after.size()).isEmpty();
      assertThat(RedisContents.of(product.services().redis()))
          .noneMatch(line -> line.contains(tenant.id()));
      System.out.printf(
          "erased, %s: %d canaries, %d traces before and %d after, certificate %s%n",
          isolation,
          tenant.canaries(),
          before.size(),
          after.size(),
          certificate.json().path("removed"));
    }
  }

  /** A row in each table of the shared home, of somebody who stays. */
  private void settleNeighbour(Wire wire) throws Exception {
    Account neighbour = Settled.in(product, wire, "SHARED").account();
    Call keyed =
        neighbour
            .post("/projects", Map.of("key", "TWO", "name", "x"))
            .header("Idempotency-Key", "one");
    Account.expect(201, wire.send(keyed));
  }

  /** The access log comes a little later. */
  private void flushLogs(Wire wire) throws Exception {
    String id = "flushed-" + UUID.randomUUID();
    Account.expect(200, wire.send(Call.get("/control/v1/health/ready").header("X-Request-Id", id)));
    long end = System.nanoTime() + 20_000_000_000L;
    while (!Traces.isLogged(product, id)) {
      assertThat(System.nanoTime()).as("the access log comes").isLessThan(end);
      Thread.sleep(200);
    }
  }
}
