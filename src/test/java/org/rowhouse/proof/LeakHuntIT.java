package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.server.Node;
import org.rowhouse.proof.hunt.Findings;
import org.rowhouse.proof.hunt.LeakHunt;

/**
 * Nothing leaks and nothing is lost, whatever breaks meanwhile; what this silence is worth {@link
 * PlantedFaultsIT} shows.
 *
 * <p>{@code -Dleakhunt=1000000} for the long run.
 */
class LeakHuntIT {

  private static final int REQUESTS = Integer.getInteger("leakhunt", 30_000);
  private static final int TENANTS = 30;
  private static final int BROKEN_PERCENT = 5;

  /** Fewer connections than clients; and who hunts for long signs in once. */
  private static final Map<String, String> SETTINGS =
      Map.of("ROWHOUSE_DB_CONNECTIONS", "8", "ROWHOUSE_ACCESS_TOKEN_LIFETIME", "PT1H");

  @Test
  void tenants_never_meet_and_lose_nothing_while_everything_breaks() throws Exception {
    Product product = Product.beside(SETTINGS);
    Node node = product.node();
    try (node) {
      LeakHunt hunt = LeakHunt.over(product, TENANTS);
      Instant begun = Instant.now();
      Findings findings = hunt.runInTrouble(REQUESTS);
      System.out.printf("leak hunt: %s, %s%n", Duration.between(begun, Instant.now()), findings);
      assertThat(findings.isClean()).as(findings.toString()).isTrue();
      assertThat(findings.requests()).isGreaterThanOrEqualTo(REQUESTS);
      assertThat(100L * findings.broken())
          .as("requests made to fail")
          .isGreaterThanOrEqualTo((long) BROKEN_PERCENT * REQUESTS);
      assertThat(findings.refused()).as("answers of 503").isPositive();
    }
  }
}
