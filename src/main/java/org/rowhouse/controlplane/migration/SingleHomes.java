package org.rowhouse.controlplane.migration;

import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.tenancy.Home;

/** Homes that are brought up one by one: new ones, failed ones, late ones. */
final class SingleHomes {

  private static final System.Logger LOG = System.getLogger(SingleHomes.class.getName());

  private final Homes homes;
  private final HomeMigrator migrator;
  private final HomeChecks checks;

  /** What this node has found open, and must not serve before it is mended. */
  private final Set<UUID> open = ConcurrentHashMap.newKeySet();

  /** What serves and could not be looked at: its tables are locked, but for who locks them. */
  private final Set<UUID> unseen = ConcurrentHashMap.newKeySet();

  SingleHomes(Homes homes, HomeMigrator migrator, HomeChecks checks) {
    this.homes = homes;
    this.migrator = migrator;
    this.checks = checks;
  }

  /**
   * Brings up what does not serve on a server, and looks at the walls of what serves there:
   * somebody may have opened a table. What serves is brought forward with the others.
   *
   * @throws MigrationFailed when the server is away
   */
  void bringUp(String server, List<Home> behind, List<Home> ready) {
    List<Home> alone = behind.stream().filter(home -> !LateHomes.serves(home)).toList();
    long failed = alone.stream().filter(home -> !done(home, migrator::migrate)).count();
    lookAt(ready);
    if (!alone.isEmpty()) {
      LOG.log(
          failed == 0 ? Level.INFO : Level.ERROR,
          "Brought up {0} homes, {1} failed, on server {2}",
          alone.size() - failed,
          failed,
          server);
    }
  }

  /** Looks at the walls of what serves. */
  void lookAt(List<Home> ready) {
    long found = failOpenHomes(ready);
    if (found > 0) {
      LOG.log(Level.ERROR, "{0} homes were up to date and are not safe", found);
    }
  }

  /**
   * Brings up the schema guards of homes that serve.
   *
   * @throws MigrationFailed when the server is away
   */
  void raiseGuards(List<Home> guards) {
    guards.forEach(home -> done(home, migrator::raiseGuard));
  }

  /**
   * One that a server is away for holds up no other; nor does one that somebody keeps locked.
   *
   * @return the servers that are away, with the reason
   */
  Map<UUID, String> bringUp(List<Home> late) {
    return forEach(late, migrator::attempt);
  }

  /** As {@link #raiseGuards}, and no server holds up another. */
  Map<UUID, String> raiseLateGuards(List<Home> guards) {
    return forEach(guards, migrator::raiseGuard);
  }

  private Map<UUID, String> forEach(List<Home> some, Consumer<Home> work) {
    Map<UUID, String> away = new HashMap<>();
    for (Home home : some) {
      if (!away.containsKey(home.server())) {
        try {
          done(home, work);
        } catch (MigrationFailed e) {
          away.put(home.server(), e.getMessage());
        }
      }
    }
    return away;
  }

  boolean isAnyUnseen() {
    return !unseen.isEmpty();
  }

  /** At homes that somebody kept locked when it was their turn. */
  void lookAtUnseen() {
    List<Home> again =
        unseen.stream()
            .flatMap(id -> homes.byId(id).stream())
            .map(HomeRow::home)
            .filter(home -> home.state() == Home.State.READY)
            .toList();
    unseen.clear();
    failOpenHomes(again);
  }

  boolean isAnyOpen() {
    return !open.isEmpty();
  }

  /** Homes that were mended serve again. */
  void lookAgain() {
    open.removeIf(id -> !homes.isWanted(id) || isMended(id));
  }

  /** What stands open, a line each. */
  List<String> open() {
    return open.stream()
        .flatMap(id -> homes.byId(id).stream())
        .map(row -> "Home " + row.id() + ": " + row.error())
        .toList();
  }

  private boolean isSafeNow(Home home) {
    try {
      return checks.findings(home).isEmpty() && done(home, migrator::attempt);
    } catch (LockedHome e) {
      return false;
    }
  }

  private boolean isMended(UUID id) {
    return homes.byId(id).map(HomeRow::home).map(this::isSafeNow).orElse(true);
  }

  /**
   * @throws MigrationFailed when the server of {@code home} is away
   */
  private boolean done(Home home, Consumer<Home> work) {
    try {
      work.accept(home);
      return true;
    } catch (MigrationFailed e) {
      if (Patience.isAway(e)) {
        throw e; // the next one would wait as long
      }
      if (e instanceof LockedHome) {
        LOG.log(Level.DEBUG, "Home {0} waits as it is: {1}", home.id(), e.getMessage());
        return false;
      }
      if (e instanceof OpenHome) {
        open.add(home.id());
      }
      tell(home.id(), e.getMessage());
      return false;
    }
  }

  private long failOpenHomes(List<Home> ready) {
    HomeChecks.Seen seen = checks.look(ready);
    seen.unseen().forEach(home -> unseen.add(home.id()));
    Map<UUID, List<Finding>> findings = seen.findings();
    open.addAll(findings.keySet());
    findings.forEach(
        (home, found) -> {
          String error = OpenHome.line(found);
          homes.failed(home, error);
          tell(home, error);
        });
    return findings.size();
  }

  private static void tell(UUID home, String error) {
    LOG.log(Level.ERROR, "Home {0} does not serve, its tenants get 503: {1}", home, error);
  }
}
