package org.rowhouse.controlplane.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.rowhouse.controlplane.fleet.plan.Script;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.controlplane.server.OwnerConnections;

/** What PostgreSQL must have room for before a run that is atomic over the fleet begins. */
final class StrictNeeds {

  /** Tables, their indexes and TOAST tables that scripts of one home lock, at most, as a guess. */
  private static final int LOCKS_OF_A_STATEMENT = 8;

  private StrictNeeds() {}

  /**
   * @param free places for prepared transactions
   * @param taken by anybody
   * @param locks that there can be at all
   */
  private record Room(int free, int taken, long locks) {}

  /**
   * @throws Stopped when a script of {@code visits} cannot be in a transaction
   */
  static void requireTransactional(List<Visit> visits) {
    List<Script> scripts = visits.get(0).plan().scripts();
    int from = visits.stream().mapToInt(Visit::from).min().orElse(0);
    for (Script script : scripts.subList(Math.max(from, 0), scripts.size())) {
      if (!script.kind().isTransactional()) {
        throw new Stopped(
            State.FAILED,
            "Nothing was changed: "
                + script
                + " cannot be in a transaction, so no run with it is atomic over the fleet");
      }
    }
  }

  /**
   * @param groups prepared transactions that the server is to hold
   * @throws Stopped when it has no room for them
   */
  static void require(OwnerConnections connections, UUID server, int groups, List<Visit> visits) {
    Room room = room(connections, server);
    List<String> missing = new ArrayList<>();
    if (groups > room.free()) {
      missing.add(
          "max_prepared_transactions = %d (%d are free)"
              .formatted(room.taken() + groups, room.free()));
    }
    long locks = locks(visits);
    if (locks > room.locks()) {
      missing.add(
          "a lock table for %d locks (it has %d): raise max_locks_per_transaction"
              .formatted(locks, room.locks()));
    }
    if (!missing.isEmpty()) {
      throw new Stopped(
          State.FAILED,
          "Nothing was changed: to be atomic over the fleet PostgreSQL needs "
              + String.join(" and ", missing)
              + ", and a restart");
    }
  }

  private static long locks(List<Visit> visits) {
    return visits.stream()
        .mapToLong(
            visit ->
                LOCKS_OF_A_STATEMENT
                    * (1L
                        + visit.plan().scripts().subList(visit.from(), visit.to()).stream()
                            .mapToInt(script -> script.statements("runtime").size())
                            .sum()))
        .sum();
  }

  private static Room room(OwnerConnections connections, UUID server) {
    return Jdbi.create(connections.common(server))
        .withHandle(
            h ->
                h.createQuery(
                        """
                        select current_setting('max_prepared_transactions')::int as prepared_at_all,
                               (select count(*)::int from pg_prepared_xacts) as prepared_now,
                               current_setting('max_locks_per_transaction')::bigint
                                 * (current_setting('max_connections')::int
                                    + current_setting('max_prepared_transactions')::int) as locks
                        """)
                    .map(
                        (row, context) ->
                            new Room(
                                row.getInt("prepared_at_all") - row.getInt("prepared_now"),
                                row.getInt("prepared_now"),
                                row.getLong("locks")))
                    .one());
  }
}
