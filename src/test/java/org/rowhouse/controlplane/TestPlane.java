package org.rowhouse.controlplane;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
import org.rowhouse.settings.SettingsReader;
import org.rowhouse.tenancy.Isolation;
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
    checks = new HomeChecks(connections);
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
    Map<String, String> values = new HashMap<>();
    values.put("ROWHOUSE_DB_URL", server.jdbcUrl(database));
    values.put("ROWHOUSE_DB_USER", OWNER);
    values.put("ROWHOUSE_DB_PASSWORD", server.ownerPassword());
    values.put("ROWHOUSE_RUNTIME_USER", database + "_runtime");
    values.put("ROWHOUSE_RUNTIME_PASSWORD", "only-for-this-test-4711");
    values.put("ROWHOUSE_SECRET_KEY", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=");
    values.put("ROWHOUSE_BASE_DOMAIN", "localhost");
    return new SettingsReader(name -> Optional.ofNullable(values.get(name))).read();
  }

  /** There is no request context here; the product of a test asks for none. */
  private static final class NoScope extends TenantScope {
    NoScope() {
      super(null, null);
    }

    @Override
    public void run(org.rowhouse.tenancy.Tenant tenant, Runnable work) {
      work.run();
    }
  }
}
