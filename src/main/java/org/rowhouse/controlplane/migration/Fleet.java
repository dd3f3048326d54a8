package org.rowhouse.controlplane.migration;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.JdbiException;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.Conductor;
import org.rowhouse.controlplane.fleet.InDoubt;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.LastRuns;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.controlplane.server.Vault;
import org.rowhouse.settings.Settings;
import org.rowhouse.settings.Settings.Migration;
import org.rowhouse.tenancy.Home;

/** All homes on all servers, and what they stand on. */
@ApplicationScoped
public class Fleet {

  private static final System.Logger LOG = System.getLogger(Fleet.class.getName());
  private static final Duration FOR_A_SERVER = Duration.ofSeconds(20);
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private final OwnerConnections connections;
  private final Foundation foundation;
  private final Servers servers;
  private final Homes homes;
  private final HomeMigrator migrator;
  private final HomeChecks checks;
  private final Conductor conductor;
  private final FleetGround ground;
  private final SingleHomes single;
  private final LateHomes late;
  private final Settings settings;
  private final Turn turn;
  private volatile Poll poll;

  Fleet() {
    this(null, null, null, null, null, null, null, null, null, null, null);
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
      HomeChecks checks,
      Conductor conductor,
      InDoubt inDoubt,
      Settings settings) {
    this.connections = connections;
    this.foundation = foundation;
    this.servers = servers;
    this.homes = homes;
    this.migrator = migrator;
    this.checks = checks;
    this.conductor = conductor;
    this.ground = new FleetGround(database, vault, foundation, servers, homes, inDoubt);
    this.single = new SingleHomes(homes, migrator, checks);
    LastRuns lastRuns = new LastRuns(database);
    this.late = new LateHomes(homes, lastRuns, migrator);
    this.turn = new Turn(connections, lastRuns);
    this.settings = settings;
  }

  /** For who waits for PostgreSQL for another time. */
  Fleet waiting(Duration forPostgreSql) {
    turn.waiting(forPostgreSql);
    return this;
  }

  /** The version that homes must have to be served by this node, at least. */
  public HomeVersion servedFrom() {
    Plan plan = migrator.plan();
    return new HomeVersion(plan.versionAfter(plan.servedFrom()), migrator.guard());
  }

  /**
   * Brings everything to the version of this deployment, one node at a time. Homes that fail are
   * marked and do not stop the others; nor does a further server that does not answer. While
   * another node is at it, one that has nothing to add goes on without its turn.
   *
   * @throws StartRefused when the database must not be used as it is
   * @throws MigrationFailed when the schemas that all homes need cannot be migrated
   */
  public void migrate() {
    if (!turn.take(this::isNeedless, this::migrateAll)) {
      LOG.log(Level.INFO, "Another node migrates, and this one has nothing to add");
      ground.look(single, homes.ready());
    }
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
    poll.startInBackground();
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
    if (!answering.isEmpty()
        || !late.now().isEmpty()
        || !late.guards().isEmpty()
        || single.isAnyUnseen()) {
      FleetLock.attempt(
          connections.main(),
          () -> {
            answering.forEach(server -> ground.orElse(server, this::bringUp));
            single.raiseLateGuards(late.guards()).forEach(servers::failed);
            single.bringUp(late.now()).forEach(servers::failed);
            single.lookAtUnseen();
          });
    }
  }

  /**
   * Looks again at what {@link #migrate} found open; homes that were mended serve again. What still
   * stands open, a line each, is no reason to trust anything: a node must not serve before this is
   * empty.
   */
  public List<String> stillOpen() {
    if (single.isAnyOpen()) {
      FleetLock.attempt(connections.main(), single::lookAgain);
    }
    List<String> lines = new ArrayList<>();
    for (Server server : servers.all()) {
      if (connections.answers(server.id())) {
        checks
            .aroundHome(ground.shared(server))
            .forEach(finding -> lines.add("Server " + server.name() + ": " + finding));
      }
    }
    lines.addAll(single.open());
    return lines;
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
        Waiting.atMost(FOR_A_SERVER),
        () -> {
          try {
            bringUp(server);
          } catch (JdbiException e) {
            throw new MigrationFailed(e);
          }
        });
    HomeRow shared = homes.byId(ground.shared(server).id()).orElseThrow();
    if (shared.state() != Home.State.READY) {
      throw new MigrationFailed("its first home is " + shared.state() + ": " + shared.error());
    }
  }

  /**
   * As {@link #migrate()}, whatever the settings say, for who does nothing else.
   *
   * @return the run; empty when there was no home to visit
   */
  public Optional<FleetRun> migrate(Atomic atomic) {
    return turn.take(
        () -> {
          List<Server> there = lay();
          Optional<FleetRun> run =
              isBehind()
                  ? conductor.conduct(migrator.plan(), migrator.guard(), atomic)
                  : Optional.empty();
          if (run.map(FleetRun::isAtItsTarget).orElse(true)) {
            there.forEach(server -> ground.orElse(server, this::migrate));
          }
          return run;
        });
  }

  /**
   * What {@link #migrate(Atomic)} would do to homes that serve, with nothing changed.
   *
   * @throws StartRefused where the catalog itself is behind, which is not rehearsed
   */
  public Optional<FleetRun> rehearse(Atomic atomic) {
    return turn.take(
        () -> {
          foundation.requireLaid();
          return conductor.rehearse(migrator.plan(), migrator.guard(), atomic);
        });
  }

  private boolean isBehind() {
    return conductor.isBehind(migrator.plan(), migrator.guard());
  }

  private boolean isNeedless() {
    boolean beside = settings.lifecycle().migration() == Migration.BESIDE;
    return foundation.isLaid() && (!isBehind() || late.isForOthers(beside)) && ground.isThere();
  }

  /** Scripts of homes may use what their guard has: it comes first, in every database. */
  private List<Server> lay() {
    List<Server> there = ground.layAll();
    List<Home> guards = late.guards();
    return guards.isEmpty()
        ? there
        : there.stream()
            .filter(s -> ground.orElse(s, server -> single.raiseGuards(on(server, guards))))
            .toList();
  }

  private void migrateAll() {
    List<Server> there = lay();
    if (isBehind() && !late.isAllTried()) {
      follow();
    }
    there.forEach(server -> ground.orElse(server, this::migrate));
  }

  private void follow() {
    Migration migration = settings.lifecycle().migration();
    if (migration == Migration.BESIDE) {
      conductor.prepare(migrator.plan(), migrator.guard());
      return;
    }
    Atomic atomic = migration == Migration.FLEET ? Atomic.FLEET : Atomic.HOME;
    conductor
        .conduct(migrator.plan(), migrator.guard(), atomic)
        .filter(run -> !run.isAtItsTarget())
        .ifPresent(
            run -> {
              throw new StartRefused(run.error());
            });
  }

  private void bringUp(Server server) {
    ground.lay(server);
    single.raiseGuards(on(server, late.guards()));
    migrate(server);
  }

  private void migrate(Server server) {
    single.bringUp(server.name(), on(server, late.alone()), on(server, homes.ready()));
  }

  private static List<Home> on(Server server, List<Home> homes) {
    return homes.stream().filter(home -> home.server().equals(server.id())).toList();
  }
}
