package org.rowhouse.controlplane.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.rowhouse.controlplane.fleet.run.Decisions;
import org.rowhouse.controlplane.fleet.run.Decisions.Decision;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.visit.Group;
import org.rowhouse.controlplane.fleet.visit.Lane;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.http.Problem;

/**
 * Ends what a run that is atomic over the fleet has prepared and could not end: its node died, or
 * PostgreSQL did. Call it under the lock of the fleet, before anything else is done to homes.
 */
@ApplicationScoped
public class InDoubt {

  static final String NAME = "rowhouse:";

  private static final System.Logger LOG = System.getLogger(InDoubt.class.getName());
  private static final String DIED =
      "Nothing was changed: the node that led it ended before all homes were ready";

  private final Servers servers;
  private final OwnerConnections connections;
  private final Decisions decisions;

  InDoubt() {
    this(null, null, null);
  }

  @Inject
  public InDoubt(Servers servers, OwnerConnections connections, Decisions decisions) {
    this.servers = servers;
    this.connections = connections;
    this.decisions = decisions;
  }

  /** A transaction that was prepared. */
  public record Prepared(String gid, String database) {
    Optional<UUID> run() {
      try {
        return Optional.of(UUID.fromString(gid.split(":")[1]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * Afterwards all homes of servers that answer are either at the new version or at the old one,
   * and every run has ended that has homes on no other.
   *
   * @return false when a server does not answer: then its homes still wait for the decision
   */
  public boolean resolve() {
    Set<UUID> silent = new HashSet<>();
    for (Server server : servers.all()) {
      try {
        resolve(server);
      } catch (JdbiException | SQLException | Problem e) {
        silent.add(server.id());
        LOG.log(
            Level.WARNING,
            "Server {0} cannot be asked for homes in doubt: {1}",
            server.name(),
            e.getMessage());
      }
    }
    decisions.unfinished().stream()
        .filter(run -> Collections.disjoint(decisions.servers(run), silent))
        .forEach(this::settle);
    return silent.isEmpty();
  }

  /** Whether a run was begun that only {@link #resolve} can end, if nobody leads it any more. */
  public boolean isAny() {
    return !decisions.unfinished().isEmpty();
  }

  /** Every transaction of the run has been ended: the catalog follows. */
  private void settle(FleetRun run) {
    decisions
        .decide(run.id(), Decision.ROLLBACK)
        .ifPresent(
            decision ->
                decisions.settle(run, decision, decision == Decision.ROLLBACK ? DIED : null));
  }

  private void resolve(Server server) throws SQLException {
    for (Prepared prepared : prepared(server)) {
      Optional<Decision> decision =
          prepared.run().flatMap(run -> decisions.decide(run, Decision.ROLLBACK));
      if (decision.isEmpty()) {
        LOG.log(
            Level.WARNING,
            "The prepared transaction {0} is of no run in this catalog and stays",
            prepared.gid());
      } else {
        end(server, prepared, decision.get());
      }
    }
  }

  private void end(Server server, Prepared prepared, Decision decision) throws SQLException {
    try (Lane lane = new Lane(connections.scripts(server.id(), prepared.database()))) {
      Group.end(lane, decision.word(), prepared.gid());
    }
    LOG.log(Level.INFO, "Homes in doubt: {0} of {1}", decision, prepared.gid());
  }

  /** What is prepared on {@code server}, in whichever of our databases. */
  List<Prepared> prepared(Server server) {
    return Jdbi.create(connections.common(server.id()))
        .withHandle(
            h ->
                h.createQuery(
                        "select gid, database from pg_prepared_xacts where starts_with(gid, :name)"
                            + " and owner = current_user order by gid")
                    .bind("name", NAME)
                    .map(
                        (row, context) ->
                            new Prepared(row.getString("gid"), row.getString("database")))
                    .list());
  }
}
