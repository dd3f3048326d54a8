package org.rowhouse.controlplane.migration;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.InDoubt;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.controlplane.server.Vault;
import org.rowhouse.tenancy.Home;

/** What homes stand on, on every server. */
final class FleetGround {

  private static final System.Logger LOG = System.getLogger(FleetGround.class.getName());

  private final ControlDatabase database;
  private final Vault vault;
  private final Foundation foundation;
  private final Servers servers;
  private final Homes homes;
  private final InDoubt inDoubt;

  FleetGround(
      ControlDatabase database,
      Vault vault,
      Foundation foundation,
      Servers servers,
      Homes homes,
      InDoubt inDoubt) {
    this.database = database;
    this.vault = vault;
    this.foundation = foundation;
    this.servers = servers;
    this.homes = homes;
    this.inDoubt = inDoubt;
  }

  /**
   * Brings the catalog up, ends what is in doubt, and lays everything homes stand on.
   *
   * @return the servers that are there
   */
  List<Server> layAll() {
    foundation.layMain();
    servers.enterMain();
    vault.sealAgain();
    inDoubt.resolve();
    return servers.all().stream().filter(server -> orElse(server, this::lay)).toList();
  }

  /** The same for one server, and the entry of the home of its SHARED tenants. */
  void lay(Server server) {
    if (!server.isMain()) {
      foundation.lay(server);
    }
    shared(server);
    servers.ready(server.id());
  }

  /** Whether the main server serves: others have laid it. */
  boolean isThere() {
    Optional<Server> main = servers.all().stream().filter(Server::isMain).findFirst();
    return main.isPresent()
        && foundation.isRoleReady(main.get())
        && database
            .with(h -> homes.findShared(h, main.get()))
            .filter(home -> home.state() == Home.State.READY)
            .isPresent();
  }

  /** Looks at what {@link #layAll} lays and at homes that serve; no home gets any script. */
  void look(SingleHomes single, List<Home> ready) {
    vault.sealAgain();
    for (Server server : servers.all()) {
      if (server.state() == Server.State.READY) {
        List<Home> there =
            ready.stream().filter(home -> home.server().equals(server.id())).toList();
        orElse(
            server,
            s -> {
              if (!foundation.isRoleReady(s)) {
                throw new MigrationFailed("The runtime role cannot log in there");
              }
              single.lookAt(there);
            });
      }
    }
  }

  Home shared(Server server) {
    return database.inTransaction(h -> homes.shared(h, server));
  }

  /** False where a further server does not answer or must not be used: it stops nobody else. */
  boolean orElse(Server server, Consumer<Server> work) {
    try {
      work.accept(server);
      return true;
    } catch (RuntimeException e) {
      if (server.isMain()) {
        throw e;
      }
      String why = new MigrationFailed(e).getMessage();
      servers.failed(server.id(), why);
      LOG.log(
          Level.ERROR,
          "Server {0} is FAILED, its homes wait and the others are served: {1}",
          server.name(),
          why);
      return false;
    }
  }
}
