package org.rowhouse.controlplane.migration;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
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
import org.rowhouse.controlplane.fleet.run.Runs;
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

  private static final Duration FOR_POSTGRESQL = Duration.ofSeconds(60);
  private static final Duration FOR_OTHER_NODES = Duration.ofMinutes(15);
  private static final Duration FOR_A_SERVER = Duration.ofSeconds(20);
  private static final Duration SWEEP = Duration.ofSeconds(5);

  private final OwnerConnections connections;
  private final Foundation foundation;
  private final Servers servers;
  private final Homes homes;
  private final HomeMigrator migrator;
  private final HomeChecks checks;
  private final Conductor conductor;
  private final Runs runs;
  private final FleetGround ground;
  private final SingleHomes single;
  private final Settings settings;
  private volatile Poll poll;

  Fleet() {
    this(null, null, null, null, null, null, null, null, null, null, null, null);
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
      Runs runs,
      Settings settings) {
    this.connections = connections;
    this.foundation = foundation;
    this.servers = servers;
    this.homes = homes;
    this.migrator = migrator;
    this.checks = checks;
    this.conductor = conductor;
    this.runs = runs;
    this.ground = new FleetGround(database, vault, foundation, servers, homes, inDoubt);
    this.single = new SingleHomes(homes, migrator, checks);
    this.settings = settings;
  }

  /** The version that homes must have to be served by this node, at least. */
  public HomeVersion servedFrom() {
    Plan plan = migrator.plan();
    return new HomeVersion(plan.versionAfter(plan.servedFrom()), migrator.guard());
  }

  /**
   * Brings everything to the version of this deployment, one node at a time. Homes that fail are
   * marked and do not stop the others; nor does a further server that does not answer.
   *
   * @throws StartRefused when the database must not be used as it is
   * @throws MigrationFailed when the schemas that all homes need cannot be migrated
   */
  public void migrate() {
    inTurn(
        () -> {
          migrateAll();
          return null;
        });
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
    if (!answering.isEmpty() || !late().isEmpty() || single.isAnyUnseen()) {
      FleetLock.attempt(
          connections.main(),
          () -> {
            answering.forEach(server -> ground.orElse(server, this::bringUp));
            single.bringUp(late()).forEach(servers::failed);
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

  /** A run that is under way has the homes that serve; the others are brought up one by one. */
  private List<Home> late() {
    boolean run = runs.unfinished(migrator.plan()).isPresent();
    return homes.older(version()).stream()
        .filter(home -> !run || home.state() != Home.State.READY)
        .toList();
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
    return inTurn(
        () -> {
          List<Server> there = ground.layAll();
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
    return inTurn(
        () -> {
          foundation.requireLaid();
          return conductor.rehearse(migrator.plan(), migrator.guard(), atomic);
        });
  }

  private <T> T inTurn(Supplier<T> work) {
    Patience.await(connections.main(), FOR_POSTGRESQL);
    PoolerProbe.refusePoolers(connections.main());
    AtomicReference<T> result = new AtomicReference<>();
    FleetLock.hold(connections.main(), FOR_OTHER_NODES, () -> result.set(work.get()));
    return result.get();
  }

  private boolean isBehind() {
    return conductor.isBehind(migrator.plan(), migrator.guard());
  }

  private void migrateAll() {
    List<Server> there = ground.layAll();
    if (isBehind()) {
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
    migrate(server);
  }

  private void migrate(Server server) {
    single.bringUp(server.name(), on(server, homes.behind(version())), on(server, homes.ready()));
  }

  private static List<Home> on(Server server, List<Home> homes) {
    return homes.stream().filter(home -> home.server().equals(server.id())).toList();
  }
}
