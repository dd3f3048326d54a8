package org.rowhouse.controlplane.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.UUID;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.migration.Fleet;
import org.rowhouse.controlplane.migration.MigrationFailed;
import org.rowhouse.controlplane.migration.RuntimeRole;
import org.rowhouse.controlplane.server.Candidate;
import org.rowhouse.controlplane.server.DatabaseUrl;
import org.rowhouse.controlplane.server.Logins;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.controlplane.server.Servers.NewServer;
import org.rowhouse.http.Problem;

/** Takes further PostgreSQL servers into the fleet. */
@ApplicationScoped
public class FurtherServers {

  private static final System.Logger LOG = System.getLogger(FurtherServers.class.getName());

  private final Servers servers;
  private final OwnerConnections connections;
  private final Logins logins;
  private final RuntimeRole role;
  private final Fleet fleet;

  FurtherServers() {
    this(null, null, null, null, null);
  }

  @Inject
  public FurtherServers(
      Servers servers, OwnerConnections connections, Logins logins, RuntimeRole role, Fleet fleet) {
    this.servers = servers;
    this.connections = connections;
    this.logins = logins;
    this.role = role;
    this.fleet = fleet;
  }

  /**
   * Looks whether the server can be used, enters it and prepares it. One that cannot be prepared is
   * not entered; after a crash in between it is PENDING, and prepared by the next node that looks.
   *
   * @throws Problem 400 or 422 naming the faulty field, 409 when name or URL are taken
   */
  public Server add(NewServer server) {
    DatabaseUrl.fault(server.login().url())
        .ifPresent(
            fault -> {
              throw Problem.invalid("url", fault);
            });
    if (server.login().user().equals(role.name())) {
      throw Problem.invalid("user", "is the runtime role: name the owner of the database");
    }
    new Candidate(server.login()).requireUsable();
    Server entered = servers.add(server);
    try {
      fleet.prepare(entered);
    } catch (StartRefused | MigrationFailed e) {
      LOG.log(Level.WARNING, "Server " + entered.name() + " could not be prepared", e);
      servers.remove(entered.id());
      throw Candidate.unusable("url", "could not be prepared: " + e.getMessage());
    }
    LOG.log(Level.INFO, "Server {0} takes homes", entered.name());
    return servers.byId(entered.id()).orElseThrow();
  }

  /**
   * The server's administrator has changed the owner's password; all nodes know it within seconds.
   *
   * @throws Problem 404 when there is no such server, 409 for that of the settings, 422 when the
   *     password is not the owner's
   */
  public void changePassword(UUID id, String password) {
    Server server = servers.byId(id).orElseThrow(Problem::notFound);
    if (server.isMain()) {
      throw Problem.conflict(
          "server-of-settings", "The password of this server stands in the settings.");
    }
    new Candidate(connections.ownerWith(id, password)).requireUsable();
    servers.changePassword(id, password);
    logins.refresh();
    LOG.log(Level.INFO, "Server {0} has a new password", server.name());
  }
}
