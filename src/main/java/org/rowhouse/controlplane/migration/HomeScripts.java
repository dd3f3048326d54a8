package org.rowhouse.controlplane.migration;

import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.rowhouse.controlplane.catalog.Census;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.fleet.plan.FlywayScripts;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.visit.Lanes;
import org.rowhouse.controlplane.fleet.visit.Outcome;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.controlplane.fleet.visit.Visit.Ending;
import org.rowhouse.controlplane.fleet.visit.Visitor;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.tenancy.Home;

/** The scripts of db/tenant, for one home by itself. */
final class HomeScripts {

  private final OwnerConnections connections;
  private final Census census;
  private final List<String> folders;
  private volatile Plan plan;

  HomeScripts(OwnerConnections connections, Census census, List<String> folders) {
    this.connections = connections;
    this.census = census;
    this.folders = folders;
  }

  /** Read once. */
  Plan plan() {
    Plan known = plan;
    if (known == null) {
      known = FlywayScripts.read(connections.main(), folders);
      plan = known;
    }
    return known;
  }

  /**
   * Brings a home, whose schema is there, from wherever it is to the end of the plan.
   *
   * @return without tables when it is beyond: a newer version has migrated it
   * @throws MigrationFailed leaving it as it was before the stage that failed
   */
  HomeVersion bringUp(Home home, String guard, Tempo tempo) {
    Visit all =
        new Visit(
            home,
            connections.role(home),
            plan(),
            Visit.NEW,
            plan().size(),
            false,
            census.tenants(home.id()));
    AtomicReference<Outcome> end = new AtomicReference<>();
    new Lanes(connections::scripts, Runnable::run, tempo)
        .run(List.of(all), new Visitor(tempo, Ending.COMMIT)::visit, end::set, () -> true);
    Outcome outcome = end.get();
    if (!outcome.isDone()) {
      throw failed(outcome);
    }
    int position = outcome.position();
    if (position > plan().size()) {
      return new HomeVersion(null, guard);
    }
    return new HomeVersion(plan().versionAfter(position), guard, plan().fingerprintAfter(position));
  }

  private static MigrationFailed failed(Outcome outcome) {
    return switch (outcome.result()) {
      case AWAY -> new MigrationFailed(new SQLException(outcome.failure().error(), "08006"));
      case LOCKED -> new LockedHome(outcome.failure().error());
      default -> new MigrationFailed(outcome.failure().toString());
    };
  }
}
