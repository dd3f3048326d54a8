package org.rowhouse.controlplane.server;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.http.Problem;
import org.rowhouse.settings.Settings;

/**
 * Where further servers are, and the passwords of DATABASE homes: sealed in the catalog, in memory
 * as they lie there, opened for who asks. What another node changes is known here within seconds;
 * what is not in memory is read at once.
 */
@ApplicationScoped
public class Logins {

  private final ControlDatabase database;
  private final ControlDatabase apart;
  private final Vault vault;
  private final Poll poll = new Poll("logins", this::read);
  private final Map<UUID, ServerLogin> servers = new ConcurrentHashMap<>();
  private final Map<UUID, HomeLogin> homes = new ConcurrentHashMap<>();
  private volatile boolean polled;
  private long last;

  Logins() {
    database = null;
    apart = null;
    vault = null;
  }

  @Inject
  public Logins(ControlDatabase database, Settings settings, Vault vault) {
    this.database = database;
    // a tenant's transaction may be under way: what is read for it must not join it
    this.apart = ControlDatabase.over(OwnerConnections.main(settings));
    this.vault = vault;
  }

  /**
   * Of the owner of a server's common database.
   *
   * @param url null for the server of the settings
   * @param sealed the password, sealed
   */
  public record ServerLogin(UUID id, String url, String user, String sealed) {}

  /**
   * Of the role of a DATABASE home.
   *
   * @param sealed the password, sealed
   */
  public record HomeLogin(UUID id, String sealed) {}

  /** Begins to keep what is in memory fresh. */
  public void start() {
    poll.start();
    polled = true;
  }

  @PreDestroy
  void stop() {
    poll.stop();
  }

  /** Reads what changed, now. */
  public void refresh() {
    if (polled) {
      poll.now();
    } else {
      servers.clear();
    }
  }

  /** How the owner enters {@code server}. */
  ServerLogin ofServer(UUID server) {
    ServerLogin known = servers.get(server);
    return known != null
        ? known
        : servers.computeIfAbsent(
            server, id -> apart.with(h -> servers(h, id)).stream().findFirst().orElseThrow());
  }

  /**
   * How the role of a DATABASE home enters it.
   *
   * @throws Problem 503 before it has a password
   */
  HomeLogin ofHome(UUID home) {
    HomeLogin known = polled ? homes.get(home) : null;
    return known != null
        ? known
        : apart.with(h -> homes(h, home, 0)).stream()
            .findFirst()
            .orElseThrow(
                () -> Problem.unavailable("home-unavailable", "This home is being made.", 5));
  }

  /** The owner's password there. */
  String open(ServerLogin login) {
    return vault.open(Vault.Kind.OWNER_ON_SERVER, login.id(), login.sealed());
  }

  /** The role's password. */
  String open(HomeLogin login) {
    return vault.open(Vault.Kind.ROLE_OF_HOME, login.id(), login.sealed());
  }

  // runs in one thread at a time: Poll sees to it
  private void read() {
    database.use(
        h -> {
          // the counter first: whatever it has counted is seen by the query after it
          long counter =
              h.createQuery("select value from control.change_counter").mapTo(Long.class).one();
          servers(h, null).forEach(login -> servers.put(login.id(), login));
          if (counter < last) {
            homes.clear(); // numbers went back: a backup was restored
            last = 0;
          }
          if (counter > last) {
            homes(h, null, last).forEach(login -> homes.put(login.id(), login));
            last = counter;
          }
        });
  }

  private static List<ServerLogin> servers(Handle handle, UUID only) {
    return handle
        .createQuery(
            "select id, url, owner_user as \"user\", owner_password as sealed from control.server"
                + " where cast(:only as uuid) is null or id = cast(:only as uuid)")
        .bind("only", only)
        .mapTo(ServerLogin.class)
        .list();
  }

  private static List<HomeLogin> homes(Handle handle, UUID only, long after) {
    return handle
        .createQuery(
            "select id, password as sealed from control.home where password is not null and change"
                + " > :after and (cast(:only as uuid) is null or id = cast(:only as uuid))")
        .bind("only", only)
        .bind("after", after)
        .mapTo(HomeLogin.class)
        .list();
  }
}
