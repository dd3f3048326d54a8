package org.rowhouse.controlplane.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rowhouse.controlplane.Orphans;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.operation.CannotGoOn;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;

class SpareHomesIT {

  private TestPlane plane;

  @BeforeEach
  void migrate() {
    plane = TestPlane.migrated();
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void a_sign_up_takes_a_spare_home_and_another_is_made_in_its_place(Isolation isolation) {
    plane.spares.refill();
    List<UUID> spares = spares(isolation);
    assertThat(spares).hasSize(1);
    Operation begun = plane.begin("spared", isolation);
    assertThat(plane.tenants.byId(begun.tenantId()).orElseThrow().homeId())
        .isEqualTo(spares.get(0));
    plane.workOff();
    assertThat(plane.tenants.byId(begun.tenantId()).orElseThrow().status())
        .isEqualTo(Tenant.Status.ACTIVE);

    assertThat(spares(isolation)).isEmpty();
    plane.spares.refill();
    assertThat(spares(isolation)).hasSize(1).doesNotContainAnyElementsOf(spares);
    assertThat(plane.homes.byId(spares(isolation).get(0)).orElseThrow().state())
        .isEqualTo(Home.State.READY);
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void a_spare_home_of_a_sign_up_that_failed_is_never_anybody_elses(Isolation isolation) {
    plane.spares.refill();
    Orphans orphans = Orphans.since(plane);
    UUID spare = spares(isolation).get(0);
    plane.product.set(
        created -> {
          throw new CannotGoOn("planted");
        });
    plane.begin("doomed-" + isolation.name().toLowerCase(Locale.ROOT), isolation);
    plane.workOff();
    assertThat(plane.homes.byId(spare)).isEmpty();
    assertThat(spares(isolation)).isEmpty();
    assertThat(orphans.all()).isEmpty();
  }

  @Test
  void nodes_that_refill_at_once_make_no_more_than_is_wanted() {
    CompletableFuture.allOf(
            CompletableFuture.runAsync(plane.spares::refill),
            CompletableFuture.runAsync(plane.anotherNode().spares::refill),
            CompletableFuture.runAsync(plane.anotherNode().spares::refill))
        .join();
    assertThat(spares(Isolation.SCHEMA)).hasSize(1);
    assertThat(spares(Isolation.DATABASE)).hasSize(1);
  }

  @Test
  void a_spare_home_whose_maker_died_is_made_by_another() {
    plane.control.useTransaction(
        h -> plane.homes.createSpare(h, Isolation.SCHEMA, plane.servers.main(h)));
    Operation begun = plane.begin("early", Isolation.SCHEMA);
    assertThat(plane.tenants.byId(begun.tenantId()).orElseThrow().homeId())
        .as("a home that is not made yet is nobody's")
        .isNotEqualTo(spares(Isolation.SCHEMA).get(0));
    plane.anotherNode().fleet.catchUp();
    assertThat(plane.homes.byId(spares(Isolation.SCHEMA).get(0)).orElseThrow().state())
        .isEqualTo(Home.State.READY);
  }

  private List<UUID> spares(Isolation isolation) {
    return plane
        .owner()
        .withHandle(
            h ->
                h.select(
                        "select id from control.home where spare and isolation = ?",
                        isolation.name())
                    .mapTo(UUID.class)
                    .list());
  }
}
