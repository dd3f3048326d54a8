package org.rowhouse.controlplane.fleet.operator;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.rowhouse.controlplane.Absence;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.http.Problem;

/** Which homes are not what the catalog believes them to be. Looks, and changes nothing. */
@ApplicationScoped
public class Drift {

  /** Homes in one query: the time that PostgreSQL takes to plan it grows faster than they do. */
  private static final int AT_ONCE = 100;

  /** Somebody keeps a history locked, and there are other homes to be looked at. */
  private static final int LOCK_MILLIS = 200;

  private final OwnerConnections connections;
  private final Homes homes;

  Drift() {
    this(null, null);
  }

  @Inject
  public Drift(OwnerConnections connections, Homes homes) {
    this.connections = connections;
    this.homes = homes;
  }

  private record Entries(UUID home, String entries) {}

  /** Of {@code rows}, those that differ; what cannot be looked at differs too. */
  public List<DriftView> of(List<HomeRow> rows, Plan plan) {
    Map<UUID, String> away = new HashMap<>();
    return rows.stream()
        .filter(row -> row.version() != null)
        .collect(Collectors.groupingBy(row -> row.serverId() + "/" + row.databaseName()))
        .values()
        .stream()
        .flatMap(some -> inOneDatabase(some, plan, away).stream())
        .filter(found -> homes.isWanted(found.home()))
        .toList();
  }

  /**
   * @param away servers that have not answered, with the reason: nobody waits for one twice
   */
  private List<DriftView> inOneDatabase(List<HomeRow> rows, Plan plan, Map<UUID, String> away) {
    UUID server = rows.get(0).serverId();
    if (away.containsKey(server)) {
      return unseen(rows, away.get(server));
    }
    try {
      return Jdbi.create(connections.owner(rows.get(0).home()))
          .registerArrayType(UUID.class, "uuid")
          .inTransaction(
              h -> {
                h.execute("set local lock_timeout = " + LOCK_MILLIS);
                return look(h, rows, plan);
              });
    } catch (JdbiException | Problem e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("?");
      if (Absence.isToldBy(e)) {
        away.put(server, why);
      }
      return unseen(rows, why);
    }
  }

  private static List<DriftView> unseen(List<HomeRow> rows, String why) {
    return rows.stream().map(row -> view(row, "it cannot be looked at: " + why)).toList();
  }

  private static List<DriftView> look(Handle owner, List<HomeRow> rows, Plan plan) {
    Set<String> withHistory =
        owner
            .createQuery(
                "select n.nspname::text from pg_namespace n join pg_class c on c.relnamespace ="
                    + " n.oid where c.relname = 'flyway_schema_history' and n.nspname ="
                    + " any(:schemas)")
            .bindArray("schemas", String.class, rows.stream().map(HomeRow::schemaName).toList())
            .mapTo(String.class)
            .set();
    List<DriftView> found = new ArrayList<>();
    List<HomeRow> there = new ArrayList<>();
    for (HomeRow row : rows) {
      if (withHistory.contains(row.schemaName())) {
        there.add(row);
      } else {
        found.add(view(row, "it has no history"));
      }
    }
    for (int i = 0; i < there.size(); i += AT_ONCE) {
      List<HomeRow> some = there.subList(i, Math.min(i + AT_ONCE, there.size()));
      Map<UUID, String> histories = histories(owner, some);
      some.forEach(row -> compare(row, histories.get(row.id()), plan, found));
    }
    return found;
  }

  private static Map<UUID, String> histories(Handle owner, List<HomeRow> rows) {
    String query =
        rows.stream()
            .map(
                row ->
                    """
                    select cast('%s' as uuid) as home, %s as entries from %s.flyway_schema_history
                    """
                        .formatted(row.id(), Plan.ENTRIES, row.schemaName()))
            .collect(Collectors.joining(" union all "));
    return owner
        .createQuery(query)
        .map(
            (row, context) ->
                new Entries(row.getObject("home", UUID.class), row.getString("entries")))
        .collect(Collectors.toMap(Entries::home, Entries::entries));
  }

  /** What is newer than this node cannot be judged by it. */
  private static void compare(HomeRow row, String entries, Plan plan, List<DriftView> found) {
    int position = plan.position(row.version());
    if (position >= 0 && !plan.history(position).equals(entries)) {
      found.add(view(row, problem(List.of(entries.split(",")), plan, position)));
    }
  }

  private static String problem(List<String> real, Plan plan, int position) {
    List<String> believed = List.of(plan.history(position).split(","));
    int same =
        (int)
            IntStream.range(0, Math.min(real.size(), believed.size()))
                .takeWhile(i -> real.get(i).equals(believed.get(i)))
                .count();
    if (same == real.size()) {
      return "it ends before " + name(believed.get(same));
    }
    return same == believed.size()
        ? "it goes on with " + name(real.get(same))
        : "it has %s where %s should be".formatted(real.get(same), believed.get(same));
  }

  private static String name(String entry) {
    return entry.substring(0, Math.max(entry.indexOf(':'), 0));
  }

  private static DriftView view(HomeRow row, String problem) {
    return new DriftView(row.id(), row.version(), problem);
  }
}
