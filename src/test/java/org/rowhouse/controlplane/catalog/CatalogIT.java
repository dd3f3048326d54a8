package org.rowhouse.controlplane.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.plan.Plans;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Limits;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

class CatalogIT {

  private static final HomeVersion OLD = new HomeVersion("1", null);

  private static TestPlane plane;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
  }

  @Test
  void a_reader_of_changes_misses_no_writer() {
    int writers = 6;
    int each = 40;
    Set<TenantId> written = ConcurrentHashMap.newKeySet();
    AtomicBoolean over = new AtomicBoolean();
    Catalog reader = new Catalog(plane.control);
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(
            () -> {
              while (!over.get()) {
                reader.refresh();
              }
            });
    CompletableFuture.allOf(
            IntStream.range(0, writers)
                .mapToObj(
                    w ->
                        CompletableFuture.runAsync(
                            () ->
                                IntStream.range(0, each)
                                    .forEach(i -> written.add(reserveSlowly("w" + w + "-" + i)))))
                .toArray(CompletableFuture[]::new))
        .join();
    over.set(true);
    reading.join();
    reader.refresh();

    assertThat(written).hasSize(writers * each).allMatch(id -> reader.known(id).isPresent());
  }

  @Test
  void a_slug_that_moved_names_only_its_new_tenant() {
    Catalog catalog = new Catalog(plane.control);
    TenantId first = reserveSlowly("moving");
    catalog.refresh();
    plane.control.useTransaction(
        h -> {
          Changes.lock(h);
          plane.tenants.abandon(h, first);
          plane.tenants.reserve(h, new TenantId(Ids.next()), "moving", "Other", shared());
        });
    catalog.refresh();

    assertThat(catalog.known(first)).isEmpty();
    assertThat(catalog.knownBySlug("moving").orElseThrow().organization()).isEqualTo("Other");
  }

  @Test
  void limits_are_the_tenants_own_or_else_its_plans_and_outdate_nothing() {
    TenantId id = reserveSlowly("limited");
    plane.control.use(
        h -> h.execute("update control.tenant set concurrent_requests = 7 where id = ?", id));
    Catalog catalog = new Catalog(plane.control);
    catalog.refresh();
    Tenant before = catalog.known(id).orElseThrow();
    assertThat(before.limits()).isEqualTo(new Limits(1_000, 7));

    Plans plans = new Plans(plane.control, plane.audit, catalog);
    plans.put("standard", new Limits(50, 5), there -> assertThat(there).isPresent());
    Tenant after = catalog.known(id).orElseThrow();
    assertThat(after.limits()).isEqualTo(new Limits(50, 7));
    assertThat(after.asOf()).isEqualTo(before.asOf());
  }

  @Test
  void a_failed_home_takes_all_its_tenants_with_it_and_back() {
    Catalog catalog = new Catalog(plane.control);
    TenantId id = reserveSlowly("lodger");
    plane.control.useTransaction(
        h -> plane.tenants.move(h, id, Tenant.Status.PROVISIONING, Tenant.Status.ACTIVE));
    catalog.refresh();
    Tenant tenant = catalog.known(id).orElseThrow();
    assertThat(tenant.requireServable()).isEqualTo(tenant);

    HomeVersion version =
        new HomeVersion(plane.homes.byId(shared().id()).orElseThrow().version(), null);
    plane.homes.failed(shared().id(), "for this test");
    catalog.refresh();
    assertThatThrownBy(() -> catalog.known(id).orElseThrow().requireServable())
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));

    plane.homes.ready(shared().id(), version);
    catalog.refresh();
    assertThat(catalog.known(id).orElseThrow().requireServable())
        .usingRecursiveComparison()
        .ignoringFields("asOf")
        .isEqualTo(tenant);
  }

  @Test
  void a_home_of_an_older_node_waits_until_it_is_brought_up() {
    TestPlane own = TestPlane.migrated();
    HomeVersion target = own.migrator.target();
    Home home = own.sharedHome();
    TenantId id = new TenantId(Ids.next());
    own.control.useTransaction(
        h -> {
          own.tenants.reserve(h, id, "early", "Early", home);
          own.tenants.move(h, id, Tenant.Status.PROVISIONING, Tenant.Status.ACTIVE);
        });
    own.homes.ready(home.id(), OLD);
    Catalog newNode = new Catalog(own.control);
    newNode.require(target);
    Catalog oldNode = new Catalog(own.control);
    oldNode.require(OLD);
    newNode.refresh();
    oldNode.refresh();
    assertThat(oldNode.known(id).orElseThrow().requireServable().id()).isEqualTo(id);
    assertThatThrownBy(() -> newNode.known(id).orElseThrow().requireServable())
        .isInstanceOfSatisfying(
            Problem.class, p -> assertThat(p.type()).isEqualTo("home-unavailable"));
    assertThat(own.homes.older(target)).extracting(Home::id).containsExactly(home.id());
    assertThat(own.homes.older(OLD)).isEmpty();

    own.homes.ready(home.id(), new HomeVersion("10000", null));
    assertThat(own.homes.older(target)).isEmpty();
    newNode.refresh();
    oldNode.refresh();
    assertThat(oldNode.known(id).orElseThrow().requireServable().id()).isEqualTo(id);
    assertThat(newNode.known(id).orElseThrow().requireServable().id()).isEqualTo(id);
  }

  @Test
  void numbers_that_go_back_hide_no_change() {
    TestPlane own = TestPlane.migrated();
    Catalog catalog = new Catalog(own.control);
    TenantId kept = new TenantId(Ids.next());
    TenantId lost = new TenantId(Ids.next());
    Home home = own.sharedHome();
    own.control.useTransaction(h -> own.tenants.reserve(h, kept, "kept", "Kept", home));
    long backup =
        own.owner()
            .withHandle(
                h -> h.select("select value from control.change_counter").mapTo(Long.class).one());
    for (int i = 0; i < 5; i++) {
      own.homes.ready(home.id(), OLD);
    }
    own.control.useTransaction(h -> own.tenants.reserve(h, lost, "lost", "Lost", home));
    catalog.refresh();

    TenantId since = new TenantId(Ids.next());
    own.control.useTransaction(
        h -> {
          h.execute("delete from control.tenant where id = ?", lost.value());
          h.execute("update control.change_counter set value = ?", backup);
          own.tenants.reserve(h, since, "lost", "Since", home);
        });
    catalog.refresh();

    assertThat(catalog.known(kept)).isPresent();
    assertThat(catalog.known(lost)).isEmpty();
    assertThat(catalog.known(since)).isPresent();
    assertThat(catalog.knownBySlug("lost").orElseThrow().id()).isEqualTo(since);
  }

  @Test
  void before_its_start_the_directory_refuses_to_answer() {
    assertThatThrownBy(() -> new Catalog(plane.control).bySlug("acme"))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(503));
  }

  @Test
  void no_character_of_a_search_is_a_wildcard() {
    reserveSlowly("hundred");
    assertThat(plane.tenants.page(new TenantFilters(null, null, "%"), null, 10)).isEmpty();
    assertThat(plane.tenants.page(new TenantFilters(null, null, "_"), null, 10)).isEmpty();
    assertThat(plane.tenants.page(new TenantFilters(null, null, "\\"), null, 10)).isEmpty();
    assertThat(plane.tenants.page(new TenantFilters(null, null, "UNDRE"), null, 10)).hasSize(1);
  }

  private static Home shared() {
    return plane.sharedHome();
  }

  /** Its transaction stays open a while after it has its number. */
  private static TenantId reserveSlowly(String slug) {
    TenantId id = new TenantId(Ids.next());
    plane.control.useTransaction(
        h -> {
          plane.tenants.reserve(h, id, slug, "Org " + slug, shared());
          h.select("select pg_sleep(?)", ThreadLocalRandom.current().nextDouble(0.004))
              .mapToMap()
              .one();
        });
    return id;
  }
}
