package org.rowhouse.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rowhouse.proof.fault.Fault;
import org.rowhouse.proof.fault.Planting;
import org.rowhouse.proof.hunt.Findings;
import org.rowhouse.proof.hunt.Findings.Harm;
import org.rowhouse.proof.hunt.LeakHunt;
import org.rowhouse.proof.redis.Meddling;

/**
 * The hunt finds each guard that is taken away within a minute, or another wall holds and nothing
 * foreign comes out.
 *
 * <p>{@code mvn verify -Dit.test=PlantedFaultsIT -Dfaults=all} plants all; {@code -Dfaults=} a
 * pattern of names, those; every build those that say {@code always}.
 */
class PlantedFaultsIT {

  private static final String WHICH = System.getProperty("faults", "always");
  private static final int TENANTS = 6;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** So long the hunt goes on where a wall holds in silence. */
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private static final List<String> TABLE = new ArrayList<>();

  private static Product product;

  @BeforeAll
  static void start() {
    product = Product.shared();
  }

  static Stream<Fault> faults() {
    return Fault.all().stream()
        .filter(
            fault ->
                WHICH.equals("all")
                    || WHICH.equals("always") && fault.always()
                    || fault.name().matches(WHICH));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void the_hunt_finds(Fault fault) throws Exception {
    LeakHunt hunt = LeakHunt.over(product, TENANTS);
    boolean silent = fault.shows().isEmpty();
    Instant begun = Instant.now();
    Meddling meddling = Meddling.with(product.services().redis(), fault.meanwhile());
    try (meddling;
        Planting planting = Planting.of(fault, product, hunt.homes())) {
      Findings findings =
          hunt.runUntilFound(silent ? SILENCE : LIMIT, fault.shows(), fault.onlyReading());
      Duration took = Duration.between(begun, Instant.now());
      TABLE.add(
          "%-28s %5.1f s %6d requests  %s%s"
              .formatted(
                  fault,
                  took.toMillis() / 1000.0,
                  findings.requests(),
                  fault.held() ? "held: " : "",
                  findings.summary()));
      assertThat(planting.hasFired()).as("the rules fit the product").isTrue();
      if (silent) {
        assertThat(findings.isClean()).as(findings.toString()).isTrue();
      } else {
        assertThat(findings.hasAny(fault.shows())).as("found: " + findings).isTrue();
        assertThat(took).isLessThan(LIMIT);
      }
      if (fault.held()) {
        assertThat(findings.count(Harm.FOREIGN_DATA)).as(findings.toString()).isZero();
      }
    }
  }

  @AfterAll
  static void tell() {
    TABLE.forEach(System.out::println);
  }
}
