package org.rowhouse.controlplane.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.controlplane.TestPlane;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** A home with a database and a role of its own. */
class DatabaseHomeIT {

  private static TestPlane plane;

  @BeforeAll
  static void migrate() {
    plane = TestPlane.migrated();
  }

  @Test
  void nobody_but_its_role_gets_in_and_its_role_gets_nowhere_else() throws SQLException {
    Login a = plane.connections.runtime(made());
    Login b = plane.connections.runtime(made());
    Login shared = plane.connections.runtime(plane.sharedHome());

    enter(a, a.url());
    enter(b, b.url());
    enter(shared, shared.url());
    EmbeddedDatabase server = EmbeddedDatabase.shared();
    for (String elsewhere :
        List.of(b.url(), shared.url(), server.jdbcUrl("postgres"), server.jdbcUrl("template1"))) {
      refused(a, elsewhere);
    }
    refused(shared, a.url());
    assertThat(a.password()).hasSize(43).isNotEqualTo(b.password());
  }

  @Test
  void its_role_owns_nothing_and_reaches_its_tables_and_nothing_else() {
    Home home = made();
    Jdbi inside = Jdbi.create(OwnerConnections.as(plane.connections.runtime(home)));

    assertThat(plane.checks.findings(home)).isEmpty();
    assertThat(texts(inside, "select usename::text from pg_user where usesuper or usecreatedb"))
        .doesNotContain(home.schema());
    assertThat(
            texts(
                inside,
                "select relname::text from pg_class where pg_get_userbyid(relowner) ="
                    + " current_user"))
        .isEmpty();
    assertThat(
            texts(
                inside,
                "select nspname::text from pg_namespace where has_schema_privilege(oid, 'CREATE')"))
        .isEmpty();
    assertThatThrownBy(() -> texts(inside, "select inner_pad::text from guard.context_key"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> inside.useHandle(h -> h.execute("create temporary table t (x int)")))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> texts(inside, "select email from " + home.schema() + ".member"))
        .hasMessageContaining("no tenant is current");
  }

  @Test
  void its_password_stands_sealed_in_the_catalog_and_nowhere_in_a_log() throws IOException {
    plane
        .superuser()
        .useHandle(
            h -> h.execute("alter database " + plane.database + " set log_statement = 'all'"));
    Home home = made();
    String password = plane.connections.runtime(home).password();

    String log = Files.readString(EmbeddedDatabase.shared().log());
    assertThat(log).contains("create role " + home.schema()).doesNotContain(password);
    assertThat(
            texts(
                plane.owner(), "select password from control.home where id = '" + home.id() + "'"))
        .singleElement()
        .asString()
        .startsWith("v1.")
        .doesNotContain(password);
    assertThat(
            texts(
                plane.superuser(),
                "select rolpassword from pg_authid where rolname = '" + home.schema() + "'"))
        .singleElement()
        .asString()
        .startsWith("SCRAM-SHA-256$");
  }

  /** What a node had done of it when it died, in the order of the work. */
  enum Done {
    PASSWORD,
    ROLE,
    DATABASE,
    OPENED,
    ENCLOSED,
    GUARD,
    TABLES
  }

  @ParameterizedTest
  @EnumSource(Done.class)
  void what_a_node_has_left_half_made_is_finished_by_the_next(Done done) throws SQLException {
    Home home = left(done);

    plane.anotherNode().migrator.migrate(home);

    HomeRow row = plane.homes.byId(home.id()).orElseThrow();
    assertThat(row.state()).isEqualTo(Home.State.READY);
    assertThat(row.isReadyAt(plane.migrator.target())).isTrue();
    assertThat(plane.checks.findings(home)).isEmpty();
    enter(plane.connections.runtime(home), plane.connections.runtime(home).url());
    refused(plane.connections.runtime(plane.sharedHome()), plane.connections.runtime(home).url());
  }

  @ParameterizedTest
  @EnumSource(Done.class)
  void what_a_node_has_left_half_made_can_be_cleared(Done done) {
    Home home = left(done);
    plane.migrator.clear(home, new TenantId(Ids.next()));
    plane.migrator.clear(home, new TenantId(Ids.next()));
    assertThat(leftOf(home)).isEmpty();
  }

  @Test
  void clearing_ends_whoever_is_still_inside() throws SQLException {
    Home home = made();
    assertThat(leftOf(home)).hasSize(2);
    try (Connection inside = OwnerConnections.as(plane.connections.runtime(home)).getConnection()) {
      plane.migrator.clear(home, new TenantId(Ids.next()));
      assertThat(leftOf(home)).isEmpty();
      assertThat(inside.isValid(1)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"createdb", "createrole", "bypassrls", "superuser"})
  void a_home_whose_role_has_become_too_strong_is_not_served(String power) {
    Home home = made();
    plane.superuser().useHandle(h -> h.execute("alter role " + home.schema() + " " + power));
    assertThatThrownBy(() -> plane.migrator.migrate(home))
        .isInstanceOf(MigrationFailed.class)
        .hasMessageContaining(home.schema());
    assertThat(plane.homes.byId(home.id()).orElseThrow().state()).isEqualTo(Home.State.FAILED);
  }

  @Test
  void an_open_table_in_a_database_of_its_own_is_found_at_the_next_deployment() {
    TestPlane own = TestPlane.migrated();
    Home home = own.newHome(Isolation.DATABASE);
    own.migrator.migrate(home);
    Jdbi.create(own.connections.owner(home))
        .useHandle(
            h -> h.execute("alter table " + home.schema() + ".project disable row level security"));

    own.anotherNode().fleet.migrate();

    HomeRow open = own.homes.byId(home.id()).orElseThrow();
    assertThat(open.state()).isEqualTo(Home.State.FAILED);
    assertThat(open.error()).contains("project lacks forced row level security");
  }

  @Test
  void a_home_whose_guard_is_older_is_brought_up() {
    TestPlane own = TestPlane.migrated();
    Home home = own.newHome(Isolation.DATABASE);
    own.migrator.migrate(home);
    String set = "update control.home set guard_version = ? where id = ?";
    own.owner().useHandle(h -> h.execute(set, "0", home.id()));
    HomeVersion target = own.migrator.target();
    assertThat(own.homes.behind(target)).extracting(Home::id).containsExactly(home.id());
    assertThat(own.homes.older(target)).extracting(Home::id).containsExactly(home.id());

    own.fleet.catchUp();

    assertThat(own.homes.older(target)).isEmpty();
    assertThat(own.homes.byId(home.id()).orElseThrow().guardVersion()).isEqualTo(target.guard());
  }

  private static Home made() {
    Home home = plane.newHome(Isolation.DATABASE);
    plane.migrator.migrate(home);
    return home;
  }

  private static Home left(Done last) {
    Home home = plane.newHome(Isolation.DATABASE);
    String name = home.schema();
    for (Done step : Done.values()) {
      if (step.compareTo(last) <= 0) {
        switch (step) {
          case PASSWORD -> plane.homePasswords.make(home.id());
          case ROLE -> execute(plane.owner(), "create role " + name + " login noinherit");
          case DATABASE ->
              execute(
                  plane.owner(),
                  "create database " + name + " template template0 allow_connections false");
          case OPENED ->
              execute(plane.owner(), "alter database " + name + " allow_connections true");
          case ENCLOSED -> {
            execute(
                plane.owner(), "revoke connect, temporary on database " + name + " from public");
            execute(plane.owner(), "grant connect on database " + name + " to " + name);
          }
          case GUARD -> HomeMigrator.guard(plane.connections.owner(home), name).migrate();
          case TABLES ->
              new SchemaMigration(plane.connections.owner(home), name, "db/tenant", name).migrate();
        }
      }
    }
    return home;
  }

  private static void execute(Jdbi jdbi, String statement) {
    jdbi.useHandle(h -> h.execute(statement));
  }

  private static List<String> leftOf(Home home) {
    String name = home.schema();
    return texts(
        plane.owner(),
        "select datname::text from pg_database where datname = '%s' union all select rolname::text from pg_roles where rolname = '%s'"
            .formatted(name, name));
  }

  private static List<String> texts(Jdbi jdbi, String query) {
    return jdbi.withHandle(h -> h.createQuery(query).mapTo(String.class).list());
  }

  private static void enter(Login login, String url) throws SQLException {
    OwnerConnections.as(new Login(url, login.user(), login.password())).getConnection().close();
  }

  private static void refused(Login login, String url) {
    assertThatThrownBy(() -> enter(login, url))
        .as("%s in %s", login.user(), url)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("permission denied for database");
  }
}
