package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.rowhouse.controlplane.fleet.Walls;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/**
 * Looks at homes as PostgreSQL describes them: is every table behind its wall? {@code
 * guard.protect} looks once, when a table is made; this looks at what later scripts and hands have
 * done to it. What it asks stands in {@code db/lint}.
 */
@ApplicationScoped
public class HomeChecks implements Walls {

  private static final System.Logger LOG = System.getLogger(HomeChecks.class.getName());

  private static final String HOMES = text("home.sql");
  private static final String DATABASE = text("database.sql");

  /** What {@code guard.protect} writes, as PostgreSQL prints it. */
  private static final String POLICY =
      "(tenant_id = ( SELECT guard.current_tenant() AS current_tenant))";

  /** Somebody keeps a table locked, and there are other homes to be looked at. */
  private static final String LOCKED = "55P03";

  private static final int LOCK_MILLIS = 200;

  private final OwnerConnections connections;

  HomeChecks() {
    this(null);
  }

  @Inject
  public HomeChecks(OwnerConnections connections) {
    this.connections = connections;
  }

  private record Found(UUID home, Finding finding) {}

  private record Database(UUID server, String name) {
    static Database of(Home home) {
      return new Database(home.server(), home.database());
    }
  }

  /**
   * What was seen.
   *
   * @param findings what is wrong, by home
   * @param unseen homes with a table that somebody kept locked for too long
   */
  public record Seen(Map<UUID, List<Finding>> findings, List<Home> unseen) {}

  /**
   * What is wrong in {@code home}.
   *
   * @throws LockedHome when somebody keeps a table of it locked
   */
  public List<Finding> findings(Home home) {
    Seen seen = look(List.of(home));
    if (!seen.unseen().isEmpty()) {
      throw new LockedHome("it cannot be looked at");
    }
    return seen.findings().getOrDefault(home.id(), List.of());
  }

  /** What is wrong, by home, as far as they can be looked at. */
  public Map<UUID, List<Finding>> findings(List<Home> homes) {
    return look(homes).findings();
  }

  /** Looks at homes, with one query for each database unless somebody keeps one of them locked. */
  public Seen look(List<Home> homes) {
    List<Home> unseen = new ArrayList<>();
    Map<UUID, List<Finding>> findings =
        homes.stream().collect(Collectors.groupingBy(Database::of)).values().stream()
            .flatMap(some -> inOneDatabase(some, unseen))
            .collect(
                Collectors.groupingBy(
                    Found::home, Collectors.mapping(Found::finding, Collectors.toList())));
    return new Seen(findings, unseen);
  }

  @Override
  public Map<UUID, String> open(List<Home> homes) {
    return findings(homes).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, found -> OpenHome.line(found.getValue())));
  }

  @Override
  public Optional<String> open(Connection owner, Home home) {
    List<Finding> found =
        database(owner).withHandle(h -> inHomes(h, List.of(home)).map(Found::finding).toList());
    return found.isEmpty() ? Optional.empty() : Optional.of(OpenHome.line(found));
  }

  private static Jdbi database(Connection owner) {
    return Jdbi.create(owner).registerArrayType(UUID.class, "uuid");
  }

  private Stream<Found> inOneDatabase(List<Home> homes, List<Home> unseen) {
    try {
      return found(homes);
    } catch (UnableToExecuteStatementException e) {
      if (Patience.isAway(e)) {
        LOG.log(Level.WARNING, "{0} homes cannot be looked at, their server left", homes.size());
        return Stream.empty();
      }
      if (!(e.getCause() instanceof SQLException cause && LOCKED.equals(cause.getSQLState()))) {
        throw e;
      }
      int half = homes.size() / 2;
      if (half == 0) {
        LOG.log(Level.WARNING, "Home {0} is kept locked, unseen", homes.get(0).id());
        unseen.addAll(homes);
        return Stream.empty();
      }
      return Stream.of(homes.subList(0, half), homes.subList(half, homes.size()))
          .flatMap(some -> inOneDatabase(some, unseen));
    } catch (ConnectionException e) {
      String why = new MigrationFailed(e).getMessage();
      LOG.log(Level.WARNING, "Homes cannot be looked at, {0} of them: {1}", homes.size(), why);
      return Patience.isAway(e)
          ? Stream.empty()
          : homes.stream()
              .map(
                  home ->
                      new Found(
                          home.id(),
                          new Finding(
                              "database " + home.database(),
                              "cannot be looked at: " + why,
                              "let the owner in")));
    }
  }

  /** PostgreSQL locks a table that it prints a policy of. */
  private Stream<Found> found(List<Home> homes) {
    Home any = homes.get(0);
    return Jdbi.create(connections.owner(any))
        .registerArrayType(UUID.class, "uuid")
        .inTransaction(
            h -> {
              h.execute("set local lock_timeout = " + LOCK_MILLIS);
              return Stream.concat(inHomes(h, homes), inOwnDatabase(h, any)).toList();
            })
        .stream();
  }

  private Stream<Found> inHomes(Handle owner, List<Home> homes) {
    return owner
        .createQuery(HOMES)
        .bindArray("ids", UUID.class, homes.stream().map(Home::id).toList())
        .bindArray("schemas", String.class, homes.stream().map(Home::schema).toList())
        .bind("policy", POLICY)
        .bind("runtime", connections.role(homes.get(0)))
        .map((row, context) -> new Found(row.getObject("id", UUID.class), finding(row)))
        .list()
        .stream();
  }

  private Stream<Found> inOwnDatabase(Handle owner, Home home) {
    return home.isolation() == Isolation.DATABASE
        ? database(owner, home).map(finding -> new Found(home.id(), finding))
        : Stream.empty();
  }

  /**
   * What is wrong in the database that {@code home} shares with others, for all of them; nothing
   * when it has one of its own.
   */
  public List<Finding> aroundHome(Home home) {
    return home.isolation() == Isolation.DATABASE
        ? List.of()
        : Jdbi.create(connections.owner(home)).withHandle(h -> database(h, home).toList());
  }

  private Stream<Finding> database(Handle owner, Home home) {
    return owner
        .createQuery(DATABASE)
        .bind("runtime", connections.role(home))
        .bind("own", home.isolation() == Isolation.DATABASE)
        .map((row, context) -> finding(row))
        .list()
        .stream();
  }

  private static Finding finding(ResultSet row) throws SQLException {
    return new Finding(row.getString("object"), row.getString("problem"), row.getString("remedy"));
  }

  /** A query of db/lint, without the comments above it. */
  private static String text(String name) {
    try (InputStream in = HomeChecks.class.getResourceAsStream("/db/lint/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
