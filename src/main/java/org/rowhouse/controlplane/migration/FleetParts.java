package org.rowhouse.controlplane.migration;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Actors;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.catalog.Census;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.Conductor;
import org.rowhouse.controlplane.fleet.Crew;
import org.rowhouse.controlplane.fleet.InDoubt;
import org.rowhouse.controlplane.fleet.run.Decisions;
import org.rowhouse.controlplane.fleet.run.RunHomes;
import org.rowhouse.controlplane.fleet.run.Runs;
import org.rowhouse.controlplane.server.HomePasswords;
import org.rowhouse.controlplane.server.Logins;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.controlplane.server.Vault;
import org.rowhouse.security.Secrets;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** What the injection of a server puts together, where there is none. */
record FleetParts(Fleet fleet, RunHomes results, Servers servers, Homes homes) {

  /** What keeps homes from being at the version of this deployment, in one line. */
  Optional<String> missing() {
    List<String> why = new ArrayList<>();
    HomeVersion version = fleet.version();
    int behind = homes.behind(version).size();
    if (behind > 0) {
      why.add(behind + " homes are not at version " + version.tables());
    }
    servers
        .unready()
        .forEach(server -> why.add("server %s is %s".formatted(server.name(), server.state())));
    return why.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", why));
  }

  static FleetParts of(Settings settings, Executor threads) {
    Settings.Database db = settings.database();
    ControlDatabase control =
        ControlDatabase.over(
            OwnerConnections.as(new Login(db.url(), db.ownerUser(), db.ownerPassword())));
    Secrets secrets = new Secrets(settings);
    Vault vault = new Vault(control, secrets);
    Logins logins = new Logins(control, settings, vault);
    OwnerConnections connections = new OwnerConnections(settings, logins);
    RuntimeRole role = new RuntimeRole(settings);
    Servers servers = new Servers(control, vault, new Audit(secrets, Actors.none()));
    Homes homes = new Homes(control);
    Census census = new Census(control);
    HomeChecks checks = new HomeChecks(connections);
    OwnDatabase databases = new OwnDatabase(connections, new HomePasswords(control, vault));
    HomeMigrator migrator = new HomeMigrator(connections, role, databases, checks, homes, census);
    Runs runs = new Runs(control);
    RunHomes results = new RunHomes(control, runs);
    Decisions decisions = new Decisions(control);
    Conductor conductor =
        new Conductor(
            census, homes, runs, results, connections, checks, Crew.of(threads), decisions);
    Fleet fleet =
        new Fleet(
            control,
            connections,
            vault,
            new Foundation(connections, role),
            servers,
            homes,
            migrator,
            checks,
            conductor,
            new InDoubt(servers, connections, decisions),
            settings);
    return new FleetParts(fleet, results, servers, homes);
  }
}
