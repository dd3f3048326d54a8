package org.rowhouse.controlplane.migration;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Isolation;

/**
 * A stock of homes that are made and migrated and nobody's, on every server, so that a sign-up
 * takes one in place of making one. What is taken is made anew in the background. A spare home that
 * cannot be made counts as one: a server in trouble is not filled with homes that failed.
 */
@ApplicationScoped
public class SpareHomes {

  private static final Duration LOOK = Duration.ofSeconds(2);

  private final ControlDatabase database;
  private final Servers servers;
  private final Homes homes;
  private final Fleet fleet;
  private final Settings.Lifecycle wanted;
  private final Poll poll = new Poll("spare homes", LOOK, this::look);
  private volatile boolean started;

  SpareHomes() {
    this(null, null, null, null, (Settings.Lifecycle) null);
  }

  @Inject
  SpareHomes(
      ControlDatabase database, Servers servers, Homes homes, Fleet fleet, Settings settings) {
    this(database, servers, homes, fleet, settings.lifecycle());
  }

  /** For use without an application server. */
  public SpareHomes(
      ControlDatabase database,
      Servers servers,
      Homes homes,
      Fleet fleet,
      Settings.Lifecycle wanted) {
    this.database = database;
    this.servers = servers;
    this.homes = homes;
    this.fleet = fleet;
    this.wanted = wanted;
  }

  /** Begins to refill, in the background from the first home on. */
  void start() {
    poll.start();
    started = true;
  }

  @PreDestroy
  void stop() {
    poll.stop();
  }

  private void look() {
    if (started) {
      refill();
    }
  }

  /** Enters what is missing and has it made, here or by the node that migrates at the moment. */
  public void refill() {
    List<Server> usable =
        servers.all().stream().filter(server -> server.state() == Server.State.READY).toList();
    if (database.with(h -> usable.stream().anyMatch(server -> isShort(h, server)))) {
      database.useTransaction(
          h -> {
            Changes.lock(h);
            usable.forEach(server -> enter(h, server));
          });
      fleet.catchUp();
    }
  }

  private boolean isShort(Handle handle, Server server) {
    return missing(handle, server, Isolation.SCHEMA) + missing(handle, server, Isolation.DATABASE)
        > 0;
  }

  private void enter(Handle handle, Server server) {
    for (Isolation isolation : List.of(Isolation.SCHEMA, Isolation.DATABASE)) {
      for (int i = missing(handle, server, isolation); i > 0; i--) {
        homes.createSpare(handle, isolation, server);
      }
    }
  }

  /** Spare homes take no place that a tenant's could have. */
  private int missing(Handle handle, Server server, Isolation isolation) {
    int stock = isolation == Isolation.SCHEMA ? wanted.spareSchemas() : wanted.spareDatabases();
    long room = server.capacity() == null ? stock : server.capacity() - server.homes();
    long missing = Math.min(stock, room) - homes.countSpares(handle, isolation, server);
    return (int) Math.max(missing, 0);
  }
}
