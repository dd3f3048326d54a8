package org.rowhouse.controlplane;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.Servers;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.migration.Fleet;
import org.rowhouse.controlplane.migration.HomeChecks;
import org.rowhouse.controlplane.migration.HomeMigrator;
import org.rowhouse.controlplane.migration.OwnerConnections;
import org.rowhouse.controlplane.migration.RuntimeRole;
import org.rowhouse.controlplane.operation.Claims;
import org.rowhouse.controlplane.operation.Endings;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.Operations;
import org.rowhouse.controlplane.provisioning.SignUp;
import org.rowhouse.controlplane.provisioning.SignUp.Applicant;
import org.rowhouse.controlplane.provisioning.SignUpWork;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.security.Secrets;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantCreated;
import org.rowhouse.tenancy.TenantCreated.FirstAdmin;
import org.rowhouse.tenancy.TenantScope;

/** The control plane of one node on a database of its own, without an application server. */
public final class TestPlane {

  private static final String OWNER = "rowhouse";

  public final String database;
  public final DataSource source;
  public final Settings settings;
  public final ControlDatabase control;
  public final OwnerConnections connections;
  public final RuntimeRole role;
  public final Servers servers;
  public final Homes homes;
  public final Tenants tenants;
  public final HomeChecks checks;
  public final HomeMigrator migrator;
  public final Fleet fleet;
  public final Catalog catalog;
  public final Operations operations;
  public final OperationRunner runner;
  public final SignUp signUp;

  /** Stands for the product's observers. */
  public final AtomicReference<Consumer<TenantCreated>> product =
      new AtomicReference<>(created -> {});

  private TestPlane(String database) {
    EmbeddedDatabase server = EmbeddedDatabase.shared();
    this.database = database;
    source = server.as(OWNER, server.ownerPassword(), database);
    settings = settings(server, database);
    control = ControlDatabase.over(source);
    connections = new OwnerConnections(settings);
    role = new RuntimeRole(connections, settings);
    servers = new Servers(control);
    homes = new Homes(control);
    tenants = new Tenants(control);
    checks = new HomeChecks(connections, role);
    migrator = new HomeMigrator(connections, role, checks, homes);
    fleet = new Fleet(connections, role, servers, homes, migrator, checks);
    catalog = new Catalog(control);
    operations = new Operations(control, new Secrets(settings));
    SignUpWork work =
        new SignUpWork(
            control,
            homes,
            tenants,
            migrator,
            catalog,
            new NoScope(),
            created -> product.get().accept(created));
    runner = new OperationRunner(new Claims(control), new Endings(operations), List.of(work));
    signUp = new SignUp(control, homes, tenants, operations, runner);
  }

  /** A node on a new database, not yet migrated. */
  public static TestPlane unmigrated() {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    Jdbi.create(EmbeddedDatabase.shared().superuser())
        .useHandle(h -> h.execute("create database " + name + " owner " + OWNER));
    return new TestPlane(name);
  }

  /** A node on a new database, migrated. */
  public static TestPlane migrated() {
    TestPlane plane = unmigrated();
    plane.fleet.migrate();
    return plane;
  }

  /** Another node on the same database. */
  public TestPlane anotherNode() {
    return new TestPlane(database);
  }

  /** The settings that lead a real node to this database. */
  public Map<String, String> environment() {
    Settings.Database db = settings.database();
    return Map.of(
        "ROWHOUSE_DB_URL", db.url(),
        "ROWHOUSE_DB_USER", db.ownerUser(),
        "ROWHOUSE_DB_PASSWORD", db.ownerPassword(),
        "ROWHOUSE_RUNTIME_USER", db.runtimeUser(),
        "ROWHOUSE_RUNTIME_PASSWORD", db.runtimePassword());
  }

  public Jdbi owner() {
    return Jdbi.create(source);
  }

  public Jdbi superuser() {
    return Jdbi.create(EmbeddedDatabase.shared().superuser(database));
  }

  public static Applicant applicant(String slug, Isolation isolation) {
    return new Applicant(
        "Acme Ltd",
        Optional.ofNullable(slug),
        isolation,
        new FirstAdmin("ada@acme.example", "Ada", "hash"),
        false);
  }

  private static Settings settings(EmbeddedDatabase server, String database) {
    return new Settings(
        new Settings.Database(
            server.jdbcUrl(database),
            OWNER,
            server.ownerPassword(),
            database + "_runtime",
            "only-for-this-test-4711",
            4,
            4),
        Optional.empty(),
        List.of(new SecretKeySpec(new SecureRandom().generateSeed(32), "AES")),
        new Settings.Web("localhost", false, Set.of(), 1 << 20),
        new Settings.Tokens(
            "https://localhost", Duration.ofMinutes(10), Duration.ofDays(1), Duration.ofDays(30)),
        List.of(),
        Optional.empty(),
        Settings.SignUp.OPEN,
        Optional.empty());
  }

  /** There is no request context here; the product of a test asks for none. */
  private static final class NoScope extends TenantScope {
    NoScope() {
      super(null, null);
    }

    @Override
    public void run(Tenant tenant, Runnable work) {
      work.run();
    }
  }
}
