package org.rowhouse.controlplane.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.operation.NewOperation.Retry;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.isolation.OwnerScope;

class SignUpIT {

  private static TestPlane plane;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
  }

  @BeforeEach
  void reset() {
    plane.product.set(created -> {});
  }

  @Test
  void of_many_sign_ups_for_one_slug_exactly_one_wins() {
    AtomicInteger won = new AtomicInteger();
    ConcurrentLinkedQueue<Problem> lost = new ConcurrentLinkedQueue<>();
    CompletableFuture.allOf(
            IntStream.range(0, 20)
                .mapToObj(
                    i ->
                        CompletableFuture.runAsync(
                            () -> {
                              try {
                                begin("contested", i % 2 == 0);
                                won.incrementAndGet();
                              } catch (Problem e) {
                                lost.add(e);
                              }
                            }))
                .toArray(CompletableFuture[]::new))
        .join();

    assertThat(won).hasValue(1);
    assertThat(lost).hasSize(19).allMatch(p -> p.status() == 409 && p.type().equals("slug-taken"));
  }

  @Test
  void derived_slugs_get_numbers() {
    List<String> slugs =
        IntStream.range(0, 3).mapToObj(i -> tenant(begin(null, false)).slug()).toList();
    assertThat(slugs).doesNotHaveDuplicates().allMatch(slug -> slug.startsWith("acme-ltd"));
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void a_sign_up_ends_in_an_active_tenant_in_a_home_of_its_own(Isolation isolation) {
    Operation begun = begin("initech-" + isolation.name().toLowerCase(Locale.ROOT), isolation);
    assertThat(tenant(begun).status()).isEqualTo(Tenant.Status.PROVISIONING);
    workOff();

    TenantRow tenant = tenant(begun);
    assertThat(tenant.status()).isEqualTo(Tenant.Status.ACTIVE);
    assertThat(tables(tenant)).isPositive();
    Operation ended = plane.operations.byId(begun.id()).orElseThrow();
    assertThat(ended.state()).isEqualTo(Operation.State.SUCCEEDED);
    assertThat(ended.request()).isNull();
    assertThat(ended.done()).isEqualTo(ended.total());
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEMA", "DATABASE"})
  void a_sign_up_that_cannot_succeed_leaves_nothing_but_its_reason(Isolation isolation) {
    plane.product.set(
        created -> {
          throw new IllegalStateException("planted");
        });
    String slug = "doomed-" + isolation.name().toLowerCase(Locale.ROOT);
    Operation begun = begin(slug, isolation);
    TenantRow before = tenant(begun);
    workOff();

    Operation ended = plane.operations.byId(begun.id()).orElseThrow();
    assertThat(ended.state()).isEqualTo(Operation.State.FAILED);
    assertThat(ended.error()).contains("first member").doesNotContain("planted");
    assertThat(ended.request()).isNull();
    assertThat(tenant(begun).status()).isEqualTo(Tenant.Status.FAILED);
    assertThat(tenant(begun).organization()).isEmpty();
    assertThat(plane.homes.byId(before.homeId())).isEmpty();
    assertThat(leftOf(before)).isEmpty();
    assertThat(tenant(begin(slug, false)).slug()).isEqualTo(slug);
  }

  @Test
  void a_sign_up_that_cannot_succeed_leaves_no_row_in_a_shared_home() {
    Operation lodger = begin("lodger", false);
    workOff();
    layRows(tenant(lodger));
    Operation begun = begin("doomed-lodger", false);
    TenantRow before = tenant(begun);
    plane.product.set(
        created -> {
          if (rows(before).isEmpty()) {
            layRows(before);
          }
          throw new IllegalStateException("planted");
        });
    workOff();

    assertThat(tenant(begun).status()).isEqualTo(Tenant.Status.FAILED);
    assertThat(rows(before)).isEmpty();
    assertThat(rows(tenant(lodger))).hasSize(2);
  }

  @Test
  void a_home_that_an_older_node_made_is_brought_up_before_its_first_rows() {
    Operation begun = begin("half-way", true);
    Home home = plane.homes.byId(tenant(begun).homeId()).orElseThrow().home();
    plane.homes.ready(home.id(), new HomeVersion("0", null));
    workOff();

    assertThat(tenant(begun).status()).isEqualTo(Tenant.Status.ACTIVE);
    assertThat(plane.homes.byId(home.id()).orElseThrow().version())
        .isEqualTo(plane.migrator.target().tables());
    assertThat(tables(tenant(begun))).isPositive();
  }

  @Test
  void a_sign_up_whose_node_died_is_finished_by_another() {
    Operation begun = begin("survivor", true);
    plane
        .owner()
        .useHandle(
            h ->
                h.execute(
                    "update control.operation set state = 'RUNNING', attempts = 1,"
                        + " lease_until = now() - interval '1 second' where id = ?",
                    begun.id()));
    TestPlane other = plane.anotherNode();
    while (other.runner.workOnNext()) {
      continue;
    }

    assertThat(tenant(begun).status()).isEqualTo(Tenant.Status.ACTIVE);
  }

  @Test
  void the_same_key_and_body_are_one_sign_up() {
    Retry retry = new Retry("key-1", "body");
    Operation first =
        plane.signUp.begin(applicant("once", false), TestPlane.OPERATOR, Optional.of(retry));
    Operation again =
        plane.signUp.begin(applicant("once", false), TestPlane.OPERATOR, Optional.of(retry));
    assertThat(again.id()).isEqualTo(first.id());
    assertThat(plane.signUp.repeated(retry)).isPresent();
    assertThatThrownBy(() -> plane.signUp.repeated(new Retry("key-1", "other body")))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(422));
  }

  private static SignUp.Applicant applicant(String slug, boolean own) {
    return TestPlane.applicant(slug, own ? Isolation.SCHEMA : Isolation.SHARED);
  }

  private static Operation begin(String slug, boolean own) {
    return begin(slug, own ? Isolation.SCHEMA : Isolation.SHARED);
  }

  private static Operation begin(String slug, Isolation isolation) {
    return plane.begin(slug, isolation);
  }

  private static TenantRow tenant(Operation operation) {
    return plane.tenants.byId(operation.tenantId()).orElseThrow();
  }

  /** A member with a session, as the product's first rows have them and more. */
  private static void layRows(TenantRow tenant) {
    inside(
        tenant,
        h -> {
          h.execute(
              "insert into member values (?, ?, 1, 'ada@acme.example', 'Ada', '', 'hash', now())",
              tenant.id().value(),
              tenant.id().value());
          return h.execute(
              "insert into session values (?, ?, 1, ?, 'hash', now(), now())",
              tenant.id().value(),
              tenant.id().value(),
              tenant.id().value());
        });
  }

  private static List<String> rows(TenantRow tenant) {
    return inside(
        tenant,
        h ->
            h.select("select email from member union all select secret_hash from session")
                .mapTo(String.class)
                .list());
  }

  private static <T> T inside(TenantRow tenant, HandleCallback<T, RuntimeException> work) {
    Home home = plane.homes.byId(tenant.homeId()).orElseThrow().home();
    return plane
        .owner()
        .inTransaction(
            h -> {
              try {
                OwnerScope.enter(h.getConnection(), home, tenant.id());
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
              return work.withHandle(h);
            });
  }

  private static int tables(TenantRow tenant) {
    Home home = plane.homes.byId(tenant.homeId()).orElseThrow().home();
    return Jdbi.create(plane.connections.owner(home))
        .withHandle(
            h ->
                h.select("select count(*) from pg_tables where schemaname = ?", home.schema())
                    .mapTo(Integer.class)
                    .one());
  }

  /** Schemas, databases and roles of the tenant's home. */
  private static List<String> leftOf(TenantRow tenant) {
    String name = "h_" + tenant.homeId().toString().replace("-", "");
    return plane
        .owner()
        .withHandle(
            h ->
                h.createQuery(
                        """
                        select nspname::text from pg_namespace where nspname = :name
                        union all select datname::text from pg_database where datname = :name
                        union all select rolname::text from pg_roles where rolname = :name
                        """)
                    .bind("name", name)
                    .mapTo(String.class)
                    .list());
  }

  /** Until nothing is left, waiting for what was postponed. */
  private static void workOff() {
    String left = "select count(*) from control.operation where state in ('PENDING', 'RUNNING')";
    while (plane.owner().withHandle(h -> h.select(left).mapTo(Integer.class).one()) > 0) {
      plane.runner.workOnNext();
    }
  }
}
