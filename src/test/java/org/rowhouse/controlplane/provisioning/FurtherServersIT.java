package org.rowhouse.controlplane.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.migration.MigrationFailed;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers.NewServer;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** Homes on a second PostgreSQL. */
class FurtherServersIT {

  private static SecondServer second;

  @BeforeAll
  static void start() throws IOException, SQLException {
    second = new SecondServer();
  }

  @AfterAll
  static void stop() throws IOException {
    second.close();
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void a_tenant_lives_where_the_operator_wants_it(Isolation isolation) throws SQLException {
    TestPlane plane = TestPlane.migrated();
    Server server = plane.further.add(second.offer("second", 10));
    assertThat(server.state()).isEqualTo(Server.State.READY);

    TenantRow tenant = signUp(plane, "far", isolation, "second");

    Home home = plane.homes.byId(tenant.homeId()).orElseThrow().home();
    assertThat(home.server()).isEqualTo(server.id());
    assertThat(home.state()).isEqualTo(Home.State.READY);
    Login login = plane.connections.runtime(home);
    assertThat(login.url()).contains(":" + second.postgresql.port() + "/");
    assertThat(tables(OwnerConnections.as(login), home)).isPositive();
    assertThat(tables(plane.source, home)).isZero();
    assertThat(plane.checks.findings(home)).isEmpty();
  }

  @Test
  void shared_tenants_stay_together_and_others_go_where_the_fewest_homes_are() {
    TestPlane plane = TestPlane.migrated();
    plane.further.add(second.offer("second", 3));
    assertThat(server(plane, signUp(plane, "slug-a", Isolation.SHARED, null))).isEqualTo("main");
    plane
        .owner()
        .useHandle(h -> h.execute("update control.server set capacity = 2 where url is null"));

    List<String> places =
        List.of("slug-b", "slug-c", "slug-d").stream()
            .map(slug -> server(plane, signUp(plane, slug, Isolation.SCHEMA, null)))
            .toList();

    assertThat(places).containsExactlyInAnyOrder("main", "second", "second");
    assertThat(refusal(plane, "slug-e", null))
        .returns(503, Problem::status)
        .returns("no-capacity", Problem::type);
    assertThat(refusal(plane, "slug-e", "second"))
        .returns(409, Problem::status)
        .returns("server-full", Problem::type);
    assertThat(refusal(plane, "slug-e", "third")).returns(400, Problem::status);
    assertThat(server(plane, signUp(plane, "slug-e", Isolation.SHARED, "second")))
        .isEqualTo("second");
  }

  @Test
  void a_sign_up_that_fails_leaves_nothing_there() {
    TestPlane plane = TestPlane.migrated();
    plane.further.add(second.offer("second", 10));
    plane.product.set(
        created -> {
          throw new IllegalStateException("planted");
        });
    Operation begun =
        plane.signUp.begin(
            TestPlane.applicant("doomed", Isolation.DATABASE, "second"),
            TestPlane.OPERATOR,
            Optional.empty());
    String name = "h_" + tenant(plane, begun).homeId().toString().replace("-", "");
    plane.workOff();

    assertThat(tenant(plane, begun).status()).isEqualTo(Tenant.Status.FAILED);
    assertThat(
            texts(
                second.postgresql.superuser(),
                "select datname::text from pg_database where datname = '%s' union all select rolname::text from pg_roles where rolname = '%s'"
                    .formatted(name, name)))
        .isEmpty();
  }

  @Test
  void a_server_that_does_not_answer_stops_no_other_and_comes_back() throws Exception {
    TestPlane plane = TestPlane.migrated();
    try (SecondServer away = new SecondServer()) {
      Server server = plane.further.add(away.offer("away", 10));
      TenantRow tenant = signUp(plane, "waiting", Isolation.SCHEMA, "away");
      TenantRow other = signUp(plane, "served", Isolation.SCHEMA, "main");
      plane.homes.ready(tenant.homeId(), new HomeVersion("1", null));
      plane.homes.ready(other.homeId(), new HomeVersion("1", null));
      away.postgresql.kill();
      Home gone = home(plane, tenant).home();
      assertThatThrownBy(() -> plane.migrator.migrate(gone)).isInstanceOf(MigrationFailed.class);
      assertThat(plane.checks.findings(gone)).as("nobody can tell").isEmpty();
      plane.fleet.catchUp();
      assertThat(home(plane, other).isReadyAt(plane.migrator.target())).isTrue();
      assertThat(plane.servers.byId(server.id()).orElseThrow().state())
          .isEqualTo(Server.State.FAILED);
      plane.homes.ready(other.homeId(), new HomeVersion("1", null));

      TestPlane node = plane.anotherNode();
      node.fleet.migrate();

      Server failed = node.servers.byId(server.id()).orElseThrow();
      assertThat(failed.state()).isEqualTo(Server.State.FAILED);
      assertThat(failed.error()).isNotBlank().doesNotContain(away.postgresql.ownerPassword());
      assertThat(home(node, other).isReadyAt(node.migrator.target())).isTrue();
      assertThat(home(node, tenant)).returns("1", HomeRow::version).returns(null, HomeRow::error);
      assertThat(refusal(node, "late", "away")).returns(503, Problem::status);
      assertThat(server(node, signUp(node, "late", Isolation.SCHEMA, null))).isEqualTo("main");

      away.postgresql.restart();
      node.fleet.catchUp();

      assertThat(node.servers.byId(server.id()).orElseThrow())
          .returns(Server.State.READY, Server::state)
          .returns(null, Server::error);
      assertThat(home(node, tenant).isReadyAt(node.migrator.target())).isTrue();
    }
  }

  @Test
  void what_a_node_has_left_half_prepared_is_finished_by_the_next() {
    TestPlane plane = TestPlane.migrated();
    Server half = plane.servers.add(second.offer("half", 5));
    assertThat(half.state()).isEqualTo(Server.State.PENDING);
    assertThat(refusal(plane, "early", "half")).returns(503, Problem::status);

    plane.anotherNode().fleet.catchUp();

    assertThat(plane.servers.byId(half.id()).orElseThrow().state()).isEqualTo(Server.State.READY);
    assertThat(server(plane, signUp(plane, "early", Isolation.SCHEMA, "half"))).isEqualTo("half");
  }

  @Test
  void the_runtime_role_has_no_more_power_there_than_here() {
    TestPlane plane = TestPlane.migrated();
    Jdbi there = Jdbi.create(second.postgresql.superuser());
    there.useHandle(h -> h.execute("create role " + plane.role.name() + " login bypassrls"));

    assertThatThrownBy(() -> plane.further.add(second.offer("second", 5)))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> assertThat(p.errors().get(0).message()).containsIgnoringCase("BYPASSRLS"));
    assertThat(plane.servers.all()).hasSize(1);
    assertThat(plane.homes.page(null, 10)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          url      | 400 | jdbc:mysql://localhost:1/x                                  | rowhouse | right
          url      | 400 | jdbc:postgresql://SERVER/DB?socketFactory=x                 | rowhouse | right
          url      | 400 | jdbc:postgresql://SERVER/DB?user=x&password=y               | rowhouse | right
          url      | 422 | jdbc:postgresql://localhost:1/x                             | rowhouse | right
          url      | 422 | jdbc:postgresql://SERVER/nowhere                            | rowhouse | right
          url      | 422 | MAIN                                                        | MAIN     | MAIN
          password | 422 | jdbc:postgresql://SERVER/DB                                 | rowhouse | wrong
          password | 422 | jdbc:postgresql://SERVER/DB                                 | nobody   | right
          user     | 422 | jdbc:postgresql://SERVER/DB                                 | plain    | right
          user     | 422 | jdbc:postgresql://SERVER/DB                                 | maker    | right
          user     | 422 | jdbc:postgresql://SERVER/DB                                 | stranger | right
          user     | 422 | jdbc:postgresql://SERVER/DB                                 | almighty | right
          """)
  void a_server_that_will_not_do_is_refused_by_field(
      String field, int status, String url, String user, String password) {
    TestPlane plane = TestPlane.migrated();
    NewServer offer = second.offer("odd", 5);
    String secret = password.equals("right") ? offer.login().password() : password;
    for (String power :
        List.of(
            "plain", "maker createrole", "stranger createrole createdb", "almighty superuser")) {
      String role = power.split(" ")[0];
      Jdbi.create(second.postgresql.superuser())
          .useHandle(
              h -> {
                h.execute("drop role if exists " + role);
                h.execute("create role " + power + " login password '" + secret + "'");
              });
    }
    Login main =
        new Login(
            plane.connections.mainUrl(), "rowhouse", plane.settings.database().ownerPassword());
    Login login =
        url.equals("MAIN")
            ? main
            : new Login(
                url.replace("jdbc:postgresql://SERVER/DB", offer.login().url())
                    .replace("SERVER", "127.0.0.1:" + second.postgresql.port()),
                user,
                secret);

    assertThatThrownBy(() -> plane.further.add(new NewServer("odd", login, 5)))
        .isInstanceOfSatisfying(
            Problem.class,
            p -> {
              assertThat(p.status()).isEqualTo(status);
              assertThat(p.errors()).singleElement().extracting(e -> e.field()).isEqualTo(field);
              assertThat(p.errors().toString()).doesNotContain(secret);
            });
    assertThat(plane.servers.all()).hasSize(1);
  }

  @Test
  void a_server_is_entered_once_and_its_password_is_told_to_nobody() {
    TestPlane plane = TestPlane.migrated();
    NewServer offer = second.offer("second", 5);
    Server server = plane.further.add(offer);

    for (NewServer again :
        List.of(new NewServer("other", offer.login(), 5), second.offer("second", 5))) {
      assertThatThrownBy(() -> plane.further.add(again))
          .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(409));
    }
    assertThat(ServersResource.ServerView.of(server).toString())
        .doesNotContain(offer.login().password(), "rowhouse,");
    assertThat(texts(plane.source, "select s::text from control.server s where url is not null"))
        .singleElement()
        .asString()
        .contains("v1.")
        .doesNotContain(offer.login().password());
  }

  @Test
  void the_owners_password_may_change_there() {
    TestPlane plane = TestPlane.migrated();
    Jdbi there = Jdbi.create(second.postgresql.superuser());
    there.useHandle(
        h -> {
          h.execute("create role keeper login createrole createdb password 'the first password'");
          h.execute("create database kept owner keeper");
        });
    Login keeper = second.login("kept", "keeper", "the first password");
    Server server = plane.further.add(new NewServer("kept", keeper, 5));
    there.useHandle(h -> h.execute("alter role keeper password 'the second password'"));
    TestPlane other = plane.anotherNode();
    assertThat(other.connections.answers(server.id())).isFalse();

    assertThatThrownBy(() -> plane.further.changePassword(server.id(), "a third password"))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(422));
    plane.further.changePassword(server.id(), "the second password");

    assertThat(plane.anotherNode().connections.answers(server.id())).isTrue();
    UUID main = plane.servers.all().get(0).id();
    assertThatThrownBy(() -> plane.further.changePassword(main, "the second password"))
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.status()).isEqualTo(409));
  }

  private static TenantRow signUp(
      TestPlane plane, String slug, Isolation isolation, String server) {
    Operation begun =
        plane.signUp.begin(
            TestPlane.applicant(slug, isolation, server), TestPlane.OPERATOR, Optional.empty());
    plane.workOff();
    TenantRow tenant = tenant(plane, begun);
    assertThat(tenant.status()).isEqualTo(Tenant.Status.ACTIVE);
    return tenant;
  }

  private static Problem refusal(TestPlane plane, String slug, String server) {
    try {
      plane.signUp.begin(
          TestPlane.applicant(slug, Isolation.SCHEMA, server),
          TestPlane.OPERATOR,
          Optional.empty());
      throw new AssertionError("a home was placed");
    } catch (Problem refusal) {
      return refusal;
    }
  }

  private static TenantRow tenant(TestPlane plane, Operation operation) {
    return plane.tenants.byId(operation.tenantId()).orElseThrow();
  }

  private static HomeRow home(TestPlane plane, TenantRow tenant) {
    return plane.homes.byId(tenant.homeId()).orElseThrow();
  }

  private static String server(TestPlane plane, TenantRow tenant) {
    return home(plane, tenant).server();
  }

  private static int tables(DataSource source, Home home) {
    return texts(
            source, "select tablename from pg_tables where schemaname = '" + home.schema() + "'")
        .size();
  }

  private static List<String> texts(DataSource source, String query) {
    return Jdbi.create(source).withHandle(h -> h.createQuery(query).mapTo(String.class).list());
  }
}
