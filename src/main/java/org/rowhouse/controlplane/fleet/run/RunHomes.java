package org.rowhouse.controlplane.fleet.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.rowhouse.controlplane.ControlDatabase;

/** What became of each home in each run. */
@ApplicationScoped
public class RunHomes {

  private final ControlDatabase database;
  private final Runs runs;

  RunHomes() {
    this(null, null);
  }

  @Inject
  public RunHomes(ControlDatabase database, Runs runs) {
    this.database = database;
    this.runs = runs;
  }

  /** Enters homes that are to be visited. */
  public void enter(FleetRun run, Collection<UUID> homes) {
    runs.write(
        run,
        h ->
            h.createUpdate(
                    """
                    insert into control.migration_home (run_id, home_id, from_version)
                    select :run, h.id, h.version from control.home h where h.id = any(:homes)
                    on conflict (run_id, home_id) do nothing
                    """)
                .bind("run", run.id())
                .bindArray("homes", UUID.class, homes)
                .execute());
  }

  /** What became of homes, many at once. */
  public void tell(FleetRun run, Collection<HomeResult> results) {
    if (results.isEmpty()) {
      return;
    }
    runs.write(
        run,
        h -> {
          PreparedBatch batch =
              h.prepareBatch(
                  """
                  update control.migration_home
                  set state = case when :state = 'REHEARSED' and state = 'DONE' then state else :state end,
                      wave = case when :state = 'REHEARSED' and state = 'DONE' then wave else :wave end,
                      script = :script, statement = :statement,
                      error = :error, tries = :tries, took_ms = :tookMillis
                  where run_id = :run and home_id = :homeId
                  """);
          results.forEach(result -> batch.bindMethods(result).bind("run", run.id()).add());
          batch.execute();
        });
  }

  /** Homes that followed while a leader that died kept their results are told by the catalog. */
  public void follow(FleetRun run) {
    runs.write(
        run,
        h ->
            h.createUpdate(
                    """
                    update control.migration_home m set state = 'DONE'
                    from control.home h
                    where m.run_id = :run and m.state in ('WAITING', 'REHEARSED')
                      and h.id = m.home_id and h.fingerprint = :fingerprint
                    """)
                .bind("run", run.id())
                .bind("fingerprint", run.fingerprint())
                .execute());
  }

  /** How many homes are in each state. */
  public Map<HomeResult.State, Long> count(UUID run) {
    return database.with(
        h ->
            h.createQuery(
                    "select state, count(*) as homes from control.migration_home"
                        + " where run_id = :run group by state")
                .bind("run", run)
                .map(
                    (row, context) ->
                        Map.entry(
                            HomeResult.State.valueOf(row.getString("state")), row.getLong("homes")))
                .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** At most {@code limit} results after {@code after} (null for the first), by home. */
  public List<HomeResult> results(UUID run, HomeResult.State state, UUID after, int limit) {
    return database.with(
        h ->
            h.createQuery(
                    """
                    select home_id, state, wave, script, statement, error, tries,
                           took_ms as took_millis
                    from control.migration_home
                    where run_id = :run and (cast(:after as uuid) is null or home_id > cast(:after as uuid))
                      and (cast(:state as text) is null or state = :state)
                    order by home_id limit :limit
                    """)
                .bind("run", run)
                .bind("after", after)
                .bind("state", state)
                .bind("limit", limit)
                .mapTo(HomeResult.class)
                .list());
  }

  /** The homes of a run that wait for their first visit, or for another. */
  public List<UUID> waiting(UUID run) {
    return database.with(
        h ->
            h.select(
                    "select home_id from control.migration_home"
                        + " where run_id = ? and state = 'WAITING'",
                    run)
                .mapTo(UUID.class)
                .list());
  }

  /** A home that was mended by itself, or could not be: {@code error} is null for the first. */
  public void mended(UUID run, UUID home, String error) {
    database.use(
        h ->
            h.createUpdate(
                    """
                    update control.migration_home
                    set state = case when cast(:error as text) is null then 'DONE' else 'FAILED' end,
                        error = :error, script = null, statement = null, tries = tries + 1
                    where run_id = :run and home_id = :home
                    """)
                .bind("run", run)
                .bind("home", home)
                .bind("error", error)
                .execute());
  }
}
