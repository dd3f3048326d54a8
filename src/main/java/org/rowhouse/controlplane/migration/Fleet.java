package org.rowhouse.controlplane.migration;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.JdbiException;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.controlplane.server.Vault;
import org.rowhouse.tenancy.Home;

/** All homes on all servers, and what they stand on. */
@ApplicationScoped
public class Fleet {

  private static final System.Logger LOG = System.getLogger(Fleet.class.getName());
  private static final Duration FOR_POSTGRESQL = Duration.ofSeconds(60);
  private static final Duration FOR_OTHER_NODES = Duration.ofMinutes(15);
  private static final Duration FOR_A_SERVER = Duration.ofSeconds(20);
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private final ControlDatabase database;
  private final OwnerConnections connections;
  private final Vault vault;
  private final Foundation foundation;
  private final Servers servers;
  private final Homes homes;
  private final HomeMigrator migrator;
  private final HomeChecks checks;
  private final Set<UUID> open = ConcurrentHashMap.newKeySet();
  private volatile Poll poll;

  Fleet() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public Fleet(
      ControlDatabase database,
      OwnerConnections connections,
      Vault vault,
      Foundation foundation,
      Servers servers,
      Homes homes,
      HomeMigrator migrator,
      HomeChecks checks) {
    this.database = database;
    this.connections = connections;
    this.vault = vault;
    this.foundation = foundation;
    this.servers = servers;
    this.homes = homes;
    this.migrator = migrator;
    this.checks = checks;
  }

  /**
   * Brings everything to the version of this deployment, one node at a time. Homes that fail are
   * marked and do not stop the others; nor does a further server that does not answer.
   *
   * @throws StartRefused when the database must not be used as it is
   * @throws MigrationFailed when the schemas that all homes need cannot be migrated
   */
  public void migrate() {
    Patience.await(connections.main(), FOR_POSTGRESQL);
    PoolerProbe.refusePoolers(connections.main());
    FleetLock.hold(connections.main(), FOR_OTHER_NODES, this::migrateAll);
  }

  /** The version that every home has after {@link #migrate}, unless it is FAILED. */
  public HomeVersion version() {
    return migrator.target();
  }

  /**
   * Goes on looking for homes that nodes of the last deployment make while they still run, and for
   * servers that did not answer.
   */
  public void start() {
    poll = new Poll("homes of older nodes", SWEEP, this::catchUp);
    poll.start();
  }

  @PreDestroy
  void stop() {
    if (poll != null) {
      poll.stop();
    }
  }

  /** Does once what {@link #start} goes on doing, unless another node migrates. */
  public void catchUp() {
    List<Server> answering =
        servers.unready().stream().filter(server -> connections.answers(server.id())).toList();
    if (!answering.isEmpty() || !homes.older(version()).isEmpty()) {
      FleetLock.attempt(
          connections.main(),
          () -> {
            answering.forEach(this::bringUpFurther);
            bringUp(homes.older(version()));
          });
    }
  }

  /** One that a server takes too long for, or is away for, holds up no other. */
  private void bringUp(List<Home> older) {
    Set<UUID> away = new HashSet<>();
    for (Home home : older) {
      if (!away.contains(home.server())) {
        try {
          migrated(home);
        } catch (MigrationFailed e) {
          away.add(home.server());
          servers.failed(home.server(), e.getMessage());
        }
      }
    }
  }

  /**
   * Looks again at what {@link #migrate} found open; homes that were mended serve again. What still
   * stands open, a line each, is no reason to trust anything: a node must not serve before this is
   * empty.
   */
  public List<String> stillOpen() {
    if (!open.isEmpty()) {
      FleetLock.attempt(
          connections.main(), () -> open.removeIf(id -> !homes.isWanted(id) || isMended(id)));
    }
    List<String> lines = new ArrayList<>();
    for (Server server : servers.all()) {
      if (connections.answers(server.id())) {
        checks
            .aroundHome(shared(server))
            .forEach(finding -> lines.add("Server " + server.name() + ": " + finding));
      }
    }
    open.forEach(
        id -> homes.byId(id).ifPresent(row -> lines.add("Home " + id + ": " + row.error())));
    return lines;
  }

  private boolean isMended(UUID id) {
    return homes
        .byId(id)
        .map(HomeRow::home)
        .map(home -> checks.findings(home).isEmpty() && migrated(home))
        .orElse(true);
  }

  /**
   * Lays what homes stand on, and makes the home of SHARED tenants there.
   *
   * @throws StartRefused when {@code server} must not be used as it is
   * @throws MigrationFailed when its schemas cannot be made
   */
  public void prepare(Server server) {
    FleetLock.hold(
        connections.main(),
        FOR_A_SERVER,
        () -> {
          try {
            bringUp(server);
          } catch (JdbiException e) {
            throw new MigrationFailed(e);
          }
        });
    HomeRow shared = homes.byId(shared(server).id()).orElseThrow();
    if (shared.state() != Home.State.READY) {
      throw new MigrationFailed("its first home is " + shared.state() + ": " + shared.error());
    }
  }

  private void migrateAll() {
    foundation.layMain();
    servers.enterMain();
    vault.sealAgain();
    for (Server server : servers.all()) {
      if (server.isMain()) {
        bringUp(server);
      } else {
        bringUpFurther(server);
      }
    }
  }

  private void bringUpFurther(Server server) {
    try {
      bringUp(server);
    } catch (RuntimeException e) {
      String why = new MigrationFailed(e).getMessage();
      servers.failed(server.id(), why);
      LOG.log(
          Level.ERROR,
          "Server {0} is FAILED, its homes wait and the others are served: {1}",
          server.name(),
          why);
    }
  }

  private void bringUp(Server server) {
    if (!server.isMain()) {
      foundation.lay(server);
    }
    shared(server);
    migrate(server);
    servers.ready(server.id());
  }

  private Home shared(Server server) {
    return database.inTransaction(h -> homes.shared(h, server));
  }

  private void migrate(Server server) {
    List<Home> behind = on(server, homes.behind(version()));
    long failed = behind.stream().filter(home -> !migrated(home)).count();
    long open = failOpenHomes(on(server, homes.ready()));
    if (!behind.isEmpty()) {
      LOG.log(
          failed == 0 ? Level.INFO : Level.ERROR,
          "Migrated {0} homes, {1} failed, on server {2}",
          behind.size() - failed,
          failed,
          server.name());
    }
    if (open > 0) {
      LOG.log(Level.ERROR, "{0} homes were up to date and are not safe", open);
    }
  }

  private static List<Home> on(Server server, List<Home> homes) {
    return homes.stream().filter(home -> home.server().equals(server.id())).toList();
  }

  /**
   * @throws MigrationFailed when the server of {@code home} is away
   */
  private boolean migrated(Home home) {
    try {
      migrator.migrate(home);
      return true;
    } catch (MigrationFailed e) {
      if (Patience.isAway(e)) {
        throw e; // the next one would wait as long
      }
      if (e instanceof OpenHome) {
        open.add(home.id());
      }
      tell(home.id(), e.getMessage());
      return false;
    }
  }

  /** Homes that nothing had to be done for are looked at too: somebody may have opened a table. */
  private long failOpenHomes(List<Home> ready) {
    Map<UUID, List<Finding>> findings = checks.findings(ready);
    open.addAll(findings.keySet());
    findings.forEach(
        (home, found) -> {
          String error = OpenHome.line(found);
          homes.failed(home, error);
          tell(home, error);
        });
    return findings.size();
  }

  private static void tell(UUID home, String error) {
    LOG.log(Level.ERROR, "Home {0} does not serve, its tenants get 503: {1}", home, error);
  }
}
