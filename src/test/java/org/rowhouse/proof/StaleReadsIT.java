package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.SignUp;
import org.rowhouse.proof.fault.Faults.Planted;
import org.rowhouse.proof.stale.Reader;
import org.rowhouse.proof.stale.Row;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.Together;

/**
 * Sixteen clients write and read the same rows on two nodes. After a write is acknowledged, no read
 * that begins later on the same node returns an older value, and none that begins a second later on
 * the other.
 */
class StaleReadsIT {

  private static final int CLIENTS = 16;
  private static final Duration LONG = Duration.ofSeconds(Integer.getInteger("stale.seconds", 20));

  /** A guard that is taken away shows within this. */
  private static final Duration SHORT = Duration.ofSeconds(8);

  private static Product first;
  private static Product second;
  private static List<ApiClient> nodes;
  private static TestTenant tenant;

  @BeforeAll
  static void start() throws Exception {
    first = Product.shared();
    tenant = TestTenant.fresh();
    SignUp.unlimit(first.running().signUp().operator(), tenant.id());
    second = Product.beside(Map.of());
    String token = tenant.admin().token();
    nodes =
        List.of(
            ApiClient.of(first.node().uri()).withToken(token),
            ApiClient.of(second.node().uri()).withToken(token));
  }

  @AfterAll
  static void stop() throws Exception {
    if (second != null) {
      second.node().close();
    }
  }

  /** What one run saw. */
  private record Seen(long reads, long writes, List<String> stale) {}

  private static Seen run(Duration length, int writing) throws Exception {
    List<Row> rows = Row.make(tenant, 4);
    long end = System.nanoTime() + length.toNanos();
    AtomicLong reads = new AtomicLong();
    AtomicLong writes = new AtomicLong();
    List<List<String>> stale =
        Together.times(
            CLIENTS,
            i -> {
              Reader reader = new Reader(nodes, rows, writing);
              while (System.nanoTime() < end) {
                reader.step();
              }
              reads.addAndGet(reader.reads());
              writes.addAndGet(reader.writes());
              return reader.stale();
            });
    Seen seen = new Seen(reads.get(), writes.get(), stale.stream().flatMap(List::stream).toList());
    System.out.printf(
        "stale reads: %d of %d, beside %d writes%n", seen.stale.size(), seen.reads, seen.writes);
    return seen;
  }

  @Test
  void nobody_reads_what_was_before_an_acknowledged_write() throws Exception {
    Seen seen = run(LONG, 2);
    assertThat(seen.stale).isEmpty();
    assertThat(seen.reads).isGreaterThan(1000);
    assertThat(seen.writes).isGreaterThan(100);
  }

  @Test
  void a_node_that_forgets_nothing_is_found() throws Exception {
    findsOn("node 0", first, "TenantCache", "forget(java.util.List)", 2);
  }

  /** Its own writes would be known to it. */
  @Test
  void a_node_that_does_not_hear_the_other_is_found() throws Exception {
    findsOn("node 1", second, "Node", "heard(byte[])", 1);
  }

  /** Stale reads are seen while this method does nothing. */
  private static void findsOn(
      String where, Product product, String type, String method, int writing) throws Exception {
    String rule =
        """
        RULE nothing is forgotten
        CLASS org.rowhouse.tenancy.cache.%s
        METHOD %s
        AT ENTRY
        IF true
        DO FIRED(); RETURN
        ENDRULE
        """;
    Seen seen;
    try (Planted fault = product.faults().plant(rule.formatted(type, method))) {
      seen = run(SHORT, writing);
      assertThat(fault.hasFired()).isTrue();
    }
    assertThat(seen.stale).isNotEmpty().anyMatch(read -> read.contains(where));
  }
}
