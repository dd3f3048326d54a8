package org.rowhouse.tenancy.cache.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.rowhouse.tenancy.TenantId;

class NearTest {

  private static final TenantId ACME = new TenantId(new UUID(1, 1));
  private static final TenantId GLOBEX = new TenantId(new UUID(1, 2));
  private static final int VALUE = 200;
  private static final int WEIGHT = Near.OVERHEAD + Near.FACTOR * VALUE;

  private final Near<String> near = new Near<>(100L * WEIGHT, 10L * WEIGHT);

  private static Held<String> held(long asOf) {
    return new Held<>(
        Optional.of("x"), new byte[16], asOf, System.currentTimeMillis() + 60_000, VALUE);
  }

  private Held<?> get(String key, long version, long asOf) {
    return near.get(key, version, asOf, System.currentTimeMillis());
  }

  private void hear() {
    near.heardAllUntil(System.nanoTime());
  }

  @Test
  void what_is_near_is_used_only_while_all_is_heard() {
    near.put(ACME, "a", held(1), 7);
    hear();
    assertThat(get("a", 7, 1)).as("put while deaf").isNull();
    near.put(ACME, "a", held(1), 7);
    assertThat(get("a", 7, 1)).isNotNull();
    near.heardAllUntil(System.nanoTime() - Near.HEARING.toNanos());
    assertThat(get("a", 7, 1)).isNull();
    hear();
    assertThat(get("a", 7, 1)).isNotNull();
    near.deafen();
    assertThat(get("a", 7, 1)).isNull();
    hear();
    assertThat(get("a", 7, 1)).isNull();
  }

  @Test
  void what_is_older_than_its_place_or_its_tenant_is_not_used() {
    hear();
    near.put(ACME, "a", held(3), 7);
    assertThat(get("a", 8, 3)).isNull();
    assertThat(get("a", 7, 4)).isNull();
    assertThat(near.get("a", 7, 3, System.currentTimeMillis() + 61_000)).isNull();
    assertThat(get("a", 7, 2)).isNotNull();
  }

  @Test
  void a_greedy_tenant_loses_its_own_oldest_and_nothing_of_others() {
    hear();
    near.put(GLOBEX, "theirs", held(1), 1);
    for (int i = 0; i < 1_000; i++) {
      near.put(ACME, "mine" + i, held(1), 1);
      hear();
    }
    assertThat(near.bytes(ACME)).isLessThanOrEqualTo(10L * WEIGHT);
    assertThat(near.keys()).hasSize(11).contains("theirs", "mine999", "mine990");
  }

  @Test
  void all_together_stay_within_their_bound() {
    for (int i = 0; i < 1_000; i++) {
      hear();
      near.put(new TenantId(new UUID(2, i)), "k" + i, held(1), 1);
    }
    assertThat(near.bytes()).isLessThanOrEqualTo(100L * WEIGHT);
  }

  @Test
  void a_tenant_is_dropped_alone() {
    hear();
    near.put(ACME, "a", held(1), 1);
    near.put(GLOBEX, "b", held(1), 1);
    near.drop(ACME);
    assertThat(near.keys()).containsExactly("b");
    assertThat(near.bytes(ACME)).isZero();
  }

  @Test
  void who_asks_most_is_found_among_many() {
    Busiest busiest = new Busiest();
    for (int i = 0; i < 5_000; i++) {
      busiest.count(new TenantId(new UUID(3, i)));
      if (i % 10 == 0) {
        busiest.count(ACME);
      }
    }
    assertThat(busiest.first(10)).hasSize(10);
    assertThat(busiest.first(10).keySet().iterator().next()).isEqualTo(ACME);
  }
}
