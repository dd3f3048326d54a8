package org.rowhouse.controlplane;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.controlplane.audit.Actors;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.AuditSeals;
import org.rowhouse.controlplane.audit.Trails;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Census;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.domain.DomainTable;
import org.rowhouse.controlplane.erasure.DeletionWork;
import org.rowhouse.controlplane.erasure.Deletions;
import org.rowhouse.controlplane.erasure.Erasures;
import org.rowhouse.controlplane.fleet.Conductor;
import org.rowhouse.controlplane.fleet.Crew;
import org.rowhouse.controlplane.fleet.InDoubt;
import org.rowhouse.controlplane.fleet.Policy;
import org.rowhouse.controlplane.fleet.operator.RunRequests;
import org.rowhouse.controlplane.fleet.run.Decisions;
import org.rowhouse.controlplane.fleet.run.RunHomes;
import org.rowhouse.controlplane.fleet.run.Runs;
import org.rowhouse.controlplane.migration.Fleet;
import org.rowhouse.controlplane.migration.Foundation;
import org.rowhouse.controlplane.migration.HomeChecks;
import org.rowhouse.controlplane.migration.HomeMigrator;
import org.rowhouse.controlplane.migration.OwnDatabase;
import org.rowhouse.controlplane.migration.RunLeader;
import org.rowhouse.controlplane.migration.RuntimeRole;
import org.rowhouse.controlplane.migration.SpareHomes;
import org.rowhouse.controlplane.operation.Claims;
import org.rowhouse.controlplane.operation.Endings;
import org.rowhouse.controlplane.operation.Interventions;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.Operations;
import org.rowhouse.controlplane.operation.Work;
import org.rowhouse.controlplane.provisioning.Asker;
import org.rowhouse.controlplane.provisioning.FirstRows;
import org.rowhouse.controlplane.provisioning.FurtherServers;
import org.rowhouse.controlplane.provisioning.PasswordChange;
import org.rowhouse.controlplane.provisioning.SignUp;
import org.rowhouse.controlplane.provisioning.SignUp.Applicant;
import org.rowhouse.controlplane.provisioning.SignUpLimits;
import org.rowhouse.controlplane.provisioning.SignUpWork;
import org.rowhouse.controlplane.provisioning.TenantChanges;
import org.rowhouse.controlplane.provisioning.Verification;
import org.rowhouse.controlplane.server.HomePasswords;
import org.rowhouse.controlplane.server.Logins;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.controlplane.server.Vault;
import org.rowhouse.dev.EmbeddedDatabase;
import org.rowhouse.http.Cursors;
import org.rowhouse.security.Secrets;
import org.rowhouse.settings.Settings;
import org.rowhouse.settings.Settings.Migration;
import org.rowhouse.tenancy.EmailToVerify;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantCreated;
import org.rowhouse.tenancy.TenantCreated.FirstAdmin;
import org.rowhouse.tenancy.TenantErasing;
import org.rowhouse.tenancy.TenantScope;

/** The control plane of one node on a database of its own, without an application server. */
public final class TestPlane {

  private static final String OWNER = "rowhouse";
  private static final List<String> SCRIPTS = List.of("db/tenant");
  private static final Executor THREADS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "fleet");
            thread.setDaemon(true);
            return thread;
          });

  public static final Asker OPERATOR = new Asker(Optional.of("an-operator"), Optional.empty());

  public final String database;
  private final EmbeddedDatabase server;
  public final DataSource source;
  public final Settings settings;
  public final ControlDatabase control;
  public final Audit audit;
  public final Trails trails;
  public final AuditSeals auditSeals;
  public final Logins logins;
  public final HomePasswords homePasswords;
  public final OwnerConnections connections;
  public final RuntimeRole role;
  public final Servers servers;
  public final Homes homes;
  public final Census census;
  public final Runs runs;
  public final RunHomes runHomes;
  public final Decisions decisions;
  public final InDoubt inDoubt;
  public final RunLeader leader;

  /** There when this node is to leave. */
  public final Path leaveFile;

  public final RunRequests runRequests;
  public final Tenants tenants;
  public final HomeChecks checks;
  public final HomeMigrator migrator;
  public final Fleet fleet;
  public final FurtherServers further;
  public final Catalog catalog;
  public final Operations operations;
  public final OperationRunner runner;
  public final SignUp signUp;
  public final Verification verification;
  public final Interventions interventions;
  public final SpareHomes spares;
  public final Deletions deletions;
  public final Erasures erasures;
  public final TenantChanges changes;
  public final List<Work> works;
  public final PasswordChange passwords;

  /** Stands for the product's observers. */
  public final AtomicReference<Consumer<TenantCreated>> product =
      new AtomicReference<>(created -> {});

  /** Stands for observers who may want an e-mail address proven. */
  public final AtomicReference<Consumer<EmailToVerify>> mail = new AtomicReference<>(email -> {});

  /** Stands for those who keep something of tenants outside their homes. */
  public final AtomicReference<Consumer<TenantErasing>> keepers =
      new AtomicReference<>(erasing -> {});

  private TestPlane(
      EmbeddedDatabase server,
      String database,
      List<SecretKey> keys,
      List<String> folders,
      Migration migration) {
    this.server = server;
    this.database = database;
    source = server.as(OWNER, server.ownerPassword(), database);
    settings = settings(server, database, keys, migration);
    control = ControlDatabase.over(source);
    Secrets secrets = new Secrets(settings);
    Vault vault = new Vault(control, secrets);
    audit = new Audit(secrets, Actors.none());
    trails = new Trails(control, secrets, new Cursors(settings));
    auditSeals = new AuditSeals(control, secrets, audit);
    logins = new Logins(control, settings, vault);
    homePasswords = new HomePasswords(control, vault);
    connections = new OwnerConnections(settings, logins);
    role = new RuntimeRole(settings);
    servers = new Servers(control, vault, audit);
    homes = new Homes(control);
    tenants = new Tenants(control, audit);
    checks = new HomeChecks(connections);
    OwnDatabase databases = new OwnDatabase(connections, homePasswords);
    census = new Census(control);
    runs = new Runs(control);
    runHomes = new RunHomes(control, runs);
    decisions = new Decisions(control);
    inDoubt = new InDoubt(servers, connections, decisions);
    migrator = new HomeMigrator(connections, role, databases, checks, homes, census, folders);
    fleet =
        new Fleet(
            control,
            connections,
            vault,
            new Foundation(connections, role),
            servers,
            homes,
            migrator,
            checks,
            conductor(Policy.USUAL),
            inDoubt,
            settings);
    leaveFile = Path.of(System.getProperty("java.io.tmpdir"), "leave-" + UUID.randomUUID());
    Leaving leaving = new Leaving(Optional.of(leaveFile));
    leader =
        new RunLeader(
            runs,
            runHomes,
            homes,
            conductor(Policy.USUAL),
            inDoubt,
            migrator,
            connections,
            leaving);
    runRequests = new RunRequests(control, runs, audit);
    further = new FurtherServers(servers, connections, logins, role, fleet);
    catalog = new Catalog(control);
    operations = new Operations(control, new Secrets(settings));
    passwords =
        new PasswordChange(
            control, homes, homePasswords, logins, databases, operations, tenants, audit);
    verification =
        new Verification(
            control, operations, new Secrets(settings), email -> mail.get().accept(email));
    FirstRows rows = new FirstRows(new NoScope(), created -> product.get().accept(created));
    erasures = new Erasures(control, audit);
    DeletionWork deletion =
        new DeletionWork(
            homes,
            tenants,
            migrator,
            operations,
            erasures,
            new DomainTable(audit),
            catalog,
            erasing -> keepers.get().accept(erasing),
            Duration.ZERO);
    works =
        List.of(
            new SignUpWork(homes, tenants, migrator, catalog, verification, rows),
            deletion,
            passwords);
    runner = runner(works);
    interventions = new Interventions(control, audit, operations, runner, works);
    signUp =
        new SignUp(
            control,
            servers,
            homes,
            tenants,
            operations,
            new SignUpLimits(operations, settings),
            runner);
    spares = new SpareHomes(control, servers, homes, fleet, settings.lifecycle());
    deletions = new Deletions(control, tenants, homes, migrator, operations, runner, catalog);
    changes = new TenantChanges(control, tenants, catalog, settings.lifecycle().formerSlug());
  }

  /** Another worker of this node's operations. */
  public OperationRunner runner(List<Work> works) {
    return new OperationRunner(new Claims(control), new Endings(operations), works);
  }

  /** A node on a new database, not yet migrated. */
  public static TestPlane unmigrated() {
    return unmigratedOn(EmbeddedDatabase.shared());
  }

  private static TestPlane unmigratedOn(EmbeddedDatabase server) {
    String name = "t" + UUID.randomUUID().toString().replace("-", "");
    Jdbi.create(server.superuser())
        .useHandle(h -> h.execute("create database " + name + " owner " + OWNER));
    return new TestPlane(server, name, List.of(newKey()), SCRIPTS, Migration.BEFORE);
  }

  /** A node on a new database, migrated. */
  public static TestPlane migrated() {
    return migratedOn(EmbeddedDatabase.shared());
  }

  /** As {@link #migrated}, on a server that the test may kill. */
  public static TestPlane migratedOn(EmbeddedDatabase server) {
    TestPlane plane = unmigratedOn(server);
    plane.fleet.migrate();
    return plane;
  }

  /** Another node on the same database. */
  public TestPlane anotherNode() {
    return anotherNode(settings.secretKeys());
  }

  /** Another node on the same database, with other keys. */
  public TestPlane anotherNode(List<SecretKey> keys) {
    return new TestPlane(server, database, keys, SCRIPTS, Migration.BEFORE);
  }

  /** A node of the next version on the same database: it has the scripts of {@code folder} too. */
  public TestPlane nextVersion(String folder) {
    return nextVersion(folder, Migration.BEFORE);
  }

  /** As the other, whose homes follow at another time. */
  public TestPlane nextVersion(String folder, Migration migration) {
    return new TestPlane(
        server, database, settings.secretKeys(), List.of(SCRIPTS.get(0), folder), migration);
  }

  /** Leads runs with another policy than the node's own. */
  public Conductor conductor(Policy policy) {
    return conductor(policy, THREADS);
  }

  /** As the other, with threads that the test has an eye on. */
  public Conductor conductor(Policy policy, Executor threads) {
    return new Conductor(
        census, homes, runs, runHomes, connections, checks, Crew.of(threads), decisions, policy);
  }

  public static SecretKey newKey() {
    return new SecretKeySpec(new SecureRandom().generateSeed(32), "AES");
  }

  /** Begins a sign-up for an operator. */
  public Operation begin(String slug, Isolation isolation) {
    return signUp.begin(applicant(slug, isolation), OPERATOR, Optional.empty());
  }

  /** The settings that lead a real node to this database, where it makes no homes unasked. */
  public Map<String, String> environment() {
    Settings.Database db = settings.database();
    return Map.of(
        "ROWHOUSE_DB_URL", db.url(),
        "ROWHOUSE_DB_USER", db.ownerUser(),
        "ROWHOUSE_DB_PASSWORD", db.ownerPassword(),
        "ROWHOUSE_RUNTIME_USER", db.runtimeUser(),
        "ROWHOUSE_RUNTIME_PASSWORD", db.runtimePassword(),
        "ROWHOUSE_SPARE_SCHEMAS", "0",
        "ROWHOUSE_SPARE_DATABASES", "0");
  }

  /** The home of SHARED tenants on the server of the settings. */
  public Home sharedHome() {
    return control.inTransaction(h -> homes.shared(h, servers.main(h)));
  }

  /** A new home on the server of the settings, still to be made. */
  public Home newHome(Isolation isolation) {
    return control.inTransaction(h -> homes.create(h, isolation, servers.main(h)));
  }

  /** Works off what was begun, waiting for what was postponed, but not for what has to wait. */
  public void workOff() {
    String left =
        "select count(*) from control.operation where state in ('PENDING', 'RUNNING')"
            + " and due_at < now() + interval '1 minute'";
    Instant end = Instant.now().plusSeconds(60);
    while (owner().withHandle(h -> h.select(left).mapTo(Integer.class).one()) > 0) {
      runner.workOnNext();
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("There are operations that do not end");
      }
    }
  }

  public Jdbi owner() {
    return Jdbi.create(source);
  }

  public Jdbi superuser() {
    return Jdbi.create(server.superuser(database));
  }

  public static Applicant applicant(String slug, Isolation isolation) {
    return applicant(slug, isolation, null);
  }

  /**
   * @param server null to have one chosen
   */
  public static Applicant applicant(String slug, Isolation isolation, String server) {
    return new Applicant(
        "Acme Ltd",
        Optional.ofNullable(slug),
        isolation,
        Optional.ofNullable(server),
        new FirstAdmin("ada@acme.example", "Ada", "hash"),
        false);
  }

  private static Settings settings(
      EmbeddedDatabase server, String database, List<SecretKey> keys, Migration migration) {
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
        keys,
        new Settings.Web("localhost", false, Set.of(), 1 << 20, List.of(), 50, 60),
        new Settings.Tokens(
            "https://localhost", Duration.ofMinutes(10), Duration.ofDays(1), Duration.ofDays(30)),
        List.of(),
        Optional.empty(),
        new Settings.Lifecycle(
            Settings.SignUp.OPEN, 3, 5, 1, 1, Duration.ofDays(1), Duration.ofDays(1), migration),
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
