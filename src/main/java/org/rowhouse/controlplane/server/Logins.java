package org.rowhouse.controlplane.server;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.http.Problem;
import org.rowhouse.security.Secrets;
import org.rowhouse.settings.Settings;

/**
 * Where further servers are, and the passwords of DATABASE homes: sealed in the catalog, in memory
 * as they lie there, opened for who asks. What another node changes is known here within seconds;
 * what is not in memory is read at once.
 */
@ApplicationScoped
public class Logins {

  private static final System.Logger LOG = System.getLogger(Logins.class.getName());
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PASSWORD_BYTES = 32;

  private final ControlDatabase database;
  private final ControlDatabase apart;
  private final Secrets secrets;
  private final Poll poll = new Poll("logins", this::read);
  private final Map<UUID, ServerLogin> servers = new ConcurrentHashMap<>();
  private final Map<UUID, HomeLogin> homes = new ConcurrentHashMap<>();
  private volatile boolean polled;
  private long last;

  Logins() {
    database = null;
    apart = null;
    secrets = null;
  }

  @Inject
  public Logins(ControlDatabase database, Settings settings, Secrets secrets) {
    this.database = database;
    // a tenant's transaction may be under way: what is read for it must not join it
    this.apart = ControlDatabase.over(OwnerConnections.main(settings));
    this.secrets = secrets;
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
            .orElseThrow(() -> unavailable("This home is still being made. Try again."));
  }

  /** The owner's password there. */
  String open(ServerLogin login) {
    return open(contextOfServer(login.id()), login.sealed());
  }

  /** The role's password. */
  String open(HomeLogin login) {
    return open(contextOfHome(login.id()), login.sealed());
  }

  /** Gives the home its first password; one that it has stays. */
  public void make(UUID home) {
    byte[] random = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(random);
    byte[] password = Base64.getUrlEncoder().withoutPadding().encode(random);
    database.use(
        h ->
            h.createUpdate(
                    "update control.home set password = :password"
                        + " where id = :id and password is null")
                .bind("id", home)
                .bind("password", secrets.seal(contextOfHome(home), password))
                .execute());
  }

  private String open(String context, String sealed) {
    try {
      return new String(secrets.open(context, sealed), StandardCharsets.UTF_8);
    } catch (IllegalStateException e) {
      LOG.log(Level.ERROR, e.getMessage());
      throw unavailable("This home cannot be entered.");
    }
  }

  private static Problem unavailable(String detail) {
    return Problem.unavailable("home-unavailable", detail, 5);
  }

  private static String contextOfServer(UUID id) {
    return "password of the owner on server " + id;
  }

  private static String contextOfHome(UUID id) {
    return "password of home " + id;
  }

  /** The owner's password on {@code server}, to be kept. */
  String seal(UUID server, String password) {
    return secrets.seal(contextOfServer(server), password.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Seals with the first key what still lies under another, so that the other may be dropped. What
   * no key opens stays as it is, and the log says so.
   */
  public void sealAgain() {
    database.useTransaction(
        h -> {
          sealAgain(h, "server", "owner_password", Logins::contextOfServer);
          sealAgain(h, "home", "password", Logins::contextOfHome);
          sealAgain(h, "home", "next_password", Logins::contextOfHome);
        });
  }

  private record Sealed(UUID id, String text) {}

  private void sealAgain(
      Handle handle, String table, String column, Function<UUID, String> context) {
    handle
        .createQuery(
            "select id, <column> as text from control.<table> where <column> is not null order by"
                + " id")
        .define("table", table)
        .define("column", column)
        .mapTo(Sealed.class)
        .list()
        .stream()
        .filter(row -> !secrets.isCurrent(row.text()))
        .forEach(
            row -> {
              String words = context.apply(row.id());
              try {
                String anew = secrets.seal(words, secrets.open(words, row.text()));
                handle
                    .createUpdate(
                        "update control.<table> set <column> = :anew"
                            + " where id = :id and <column> = :text")
                    .define("table", table)
                    .define("column", column)
                    .bind("anew", anew)
                    .bind("id", row.id())
                    .bind("text", row.text())
                    .execute();
              } catch (IllegalStateException e) {
                LOG.log(Level.ERROR, e.getMessage());
              }
            });
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
