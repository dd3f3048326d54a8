package org.rowhouse.controlplane.migration;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.LastRuns;
import org.rowhouse.tenancy.Home;

/**
 * Which homes are brought up one by one, by nodes that serve. What a run has not rehearsed, or was
 * stopped before, no single visit brings forward; nor what a run has found to fail.
 */
final class LateHomes {

  private final Homes homes;
  private final LastRuns runs;
  private final HomeMigrator migrator;

  LateHomes(Homes homes, LastRuns runs, HomeMigrator migrator) {
    this.homes = homes;
    this.runs = runs;
    this.migrator = migrator;
  }

  /** New homes; and those that serve at an older version, once the fleet is at this one. */
  List<Home> now() {
    Optional<FleetRun> run = runs.to(migrator.plan());
    if (run.isPresent() && !run.get().isAtItsTarget()) {
      return homes.older(guardAlone()).stream().filter(home -> !serves(home)).toList();
    }
    return but(run, homes.older(migrator.target()));
  }

  /** Homes that serve and whose own schema guard is older: that much is no run's business. */
  List<Home> guards() {
    return homes.older(guardAlone()).stream().filter(LateHomes::serves).toList();
  }

  /**
   * Whether what is behind is another node's business.
   *
   * @param beside whether homes that serve may follow while this node serves
   */
  boolean isForOthers(boolean beside) {
    boolean prepared =
        beside && runs.to(migrator.plan()).filter(run -> !run.state().isFinal()).isPresent();
    return prepared || homes.older(migrator.target()).stream().noneMatch(LateHomes::serves);
  }

  /**
   * Whether the last run has brought the fleet to this version but for homes that failed: they go
   * on as they are, and operators retry them.
   */
  boolean isAllTried() {
    Optional<FleetRun> run = runs.to(migrator.plan()).filter(FleetRun::isAtItsTarget);
    return run.isPresent()
        && but(run, homes.older(migrator.target())).stream().noneMatch(LateHomes::serves);
  }

  /** The homes that nobody can be served from, or whose own schema guard is older. */
  List<Home> alone() {
    return homes.behind(guardAlone());
  }

  private List<Home> but(Optional<FleetRun> run, List<Home> older) {
    Set<UUID> failed = run.map(runs::failed).orElse(Set.of());
    return older.stream().filter(home -> !failed.contains(home.id()) || !serves(home)).toList();
  }

  private HomeVersion guardAlone() {
    return new HomeVersion(null, migrator.guard());
  }

  static boolean serves(Home home) {
    return home.state() == Home.State.READY;
  }
}
