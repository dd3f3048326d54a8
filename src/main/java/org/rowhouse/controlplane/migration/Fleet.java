package org.rowhouse.controlplane.migration;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.Servers;
import org.rowhouse.tenancy.Home;

/** All homes, and what they stand on: the runtime role, the schemas control and guard. */
@ApplicationScoped
public class Fleet {

  private static final System.Logger LOG = System.getLogger(Fleet.class.getName());
  private static final Duration FOR_POSTGRESQL = Duration.ofSeconds(60);
  private static final Duration FOR_OTHER_NODES = Duration.ofMinutes(15);
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private final OwnerConnections connections;
  private final RuntimeRole role;
  private final Servers servers;
  private final Homes homes;
  private final HomeMigrator migrator;
  private final HomeChecks checks;
  private final Poll poll = new Poll("homes of older nodes", SWEEP, this::catchUp);

  Fleet() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public Fleet(
      OwnerConnections connections,
      RuntimeRole role,
      Servers servers,
      Homes homes,
      HomeMigrator migrator,
      HomeChecks checks) {
    this.connections = connections;
    this.role = role;
    this.servers = servers;
    this.homes = homes;
    this.migrator = migrator;
    this.checks = checks;
  }

  /**
   * Brings everything to the version of this deployment, one node at a time. Homes that fail are
   * marked and do not stop the others.
   *
   * @throws StartRefused when the database must not be used as it is
   * @throws MigrationFailed when the schemas that all homes need cannot be migrated
   */
  public void migrate() {
    connections.await(FOR_POSTGRESQL);
    FleetLock.hold(connections.main(), FOR_OTHER_NODES, this::migrateAll);
  }

  /** The version that every home has after {@link #migrate}, unless it is FAILED. */
  public String version() {
    return migrator.target();
  }

  /** Goes on looking for homes that nodes of the last deployment make while they still run. */
  public void start() {
    poll.start();
  }

  @PreDestroy
  void stop() {
    poll.stop();
  }

  /** Unless another node migrates: then there is the next time. */
  void catchUp() {
    if (!homes.older(version()).isEmpty()) {
      FleetLock.attempt(connections.main(), () -> homes.older(version()).forEach(this::migrated));
    }
  }

  private void migrateAll() {
    role.prepare();
    new SchemaMigration(connections.main(), "control", "db/control", role.name()).migrate();
    new SchemaMigration(connections.main(), "guard", "db/guard", role.name()).migrate();
    servers.enterMain();
    homes.shared();
    List<Home> behind = homes.behind(version());
    long failed = behind.stream().filter(home -> !migrated(home)).count();
    long open = failOpenHomes();
    if (!behind.isEmpty()) {
      LOG.log(
          failed == 0 ? Level.INFO : Level.ERROR,
          "Migrated {0} homes, {1} failed",
          behind.size() - failed,
          failed);
    }
    if (open > 0) {
      LOG.log(Level.ERROR, "{0} homes were up to date and are not safe", open);
    }
  }

  private boolean migrated(Home home) {
    try {
      migrator.migrate(home);
      return true;
    } catch (MigrationFailed e) {
      tell(home.id(), e.getMessage());
      return false;
    }
  }

  /** Homes that nothing had to be done for are looked at too: somebody may have opened a table. */
  private long failOpenHomes() {
    long failed = 0;
    for (Map.Entry<UUID, List<String>> found : checks.findings(null).entrySet()) {
      if (homes.byId(found.getKey()).map(HomeRow::state).orElse(null) == Home.State.READY) {
        String error = String.join("; ", found.getValue());
        homes.failed(found.getKey(), error);
        tell(found.getKey(), error);
        failed++;
      }
    }
    return failed;
  }

  private static void tell(UUID home, String error) {
    LOG.log(Level.ERROR, "Home {0} is FAILED, its tenants get 503: {1}", home, error);
  }
}
