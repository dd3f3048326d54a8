package org.rowhouse.controlplane.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jdbi.v3.core.statement.Update;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.fleet.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.FleetRun.State;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.tenancy.Ids;

/** The runs in the control schema, and what became of each home in them. */
@ApplicationScoped
public class Runs {

  static final String COLUMNS =
      "id, state, atomic, dry_run, target, fingerprint, stage, wave, waves, error, decision, epoch,"
          + " pause_wanted, requested_by, created_at, started_at, finished_at";

  private final ControlDatabase database;

  Runs() {
    this(null);
  }

  @Inject
  public Runs(ControlDatabase database) {
    this.database = database;
  }

  /** The run to {@code plan} that has not ended, or a new one. */
  public FleetRun open(Plan plan, Atomic atomic, boolean dryRun, Optional<String> by) {
    return database.inTransaction(
        h -> {
          h.createUpdate(
                  """
                  insert into control.migration_run
                    (id, atomic, dry_run, target, fingerprint, requested_by)
                  values (:id, :atomic, :dry, :target, :fingerprint, :by)
                  on conflict (fingerprint) where state in
                    ('PENDING', 'REHEARSING', 'APPLYING', 'PAUSED') do nothing
                  """)
              .bind("id", Ids.next())
              .bind("atomic", atomic)
              .bind("dry", dryRun)
              .bind("target", plan.target())
              .bind("fingerprint", plan.fingerprint())
              .bind("by", by.orElse(null))
              .execute();
          return unfinished(h, plan).orElseThrow();
        });
  }

  /** The run to {@code plan} that has not ended. */
  public Optional<FleetRun> unfinished(Plan plan) {
    return database.with(h -> unfinished(h, plan));
  }

  private static Optional<FleetRun> unfinished(Handle handle, Plan plan) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + " from control.migration_run where fingerprint = :fingerprint"
                + " and state in ('PENDING', 'REHEARSING', 'APPLYING', 'PAUSED')")
        .bind("fingerprint", plan.fingerprint())
        .mapTo(FleetRun.class)
        .findOne();
  }

  public Optional<FleetRun> byId(UUID id) {
    return database.with(
        h ->
            h.createQuery("select " + COLUMNS + " from control.migration_run where id = :id")
                .bind("id", id)
                .mapTo(FleetRun.class)
                .findOne());
  }

  /** At most {@code limit} runs before {@code before} (null for the newest), newest first. */
  public List<FleetRun> page(UUID before, int limit) {
    return database.with(
        h ->
            h.createQuery(
                    "select "
                        + COLUMNS
                        + " from control.migration_run"
                        + " where (cast(:before as uuid) is null or id < cast(:before as uuid))"
                        + " order by id desc limit :limit")
                .bind("before", before)
                .bind("limit", limit)
                .mapTo(FleetRun.class)
                .list());
  }

  /** From now on the caller leads the run, and nobody who has led it before. */
  FleetRun lead(UUID id) {
    return database.with(
        h ->
            h.createQuery(
                    "update control.migration_run set epoch = epoch + 1, pause_wanted = false,"
                        + " started_at = coalesce(started_at, now()), error = null"
                        + " where id = :id returning "
                        + COLUMNS)
                .bind("id", id)
                .mapTo(FleetRun.class)
                .one());
  }

  /**
   * Writes while the run is held for its leader.
   *
   * @throws Deposed when another node leads it; nothing is written
   */
  void write(FleetRun run, HandleConsumer<RuntimeException> work) {
    database.useTransaction(
        h -> {
          boolean leads =
              h.createQuery(
                      "select 1 from control.migration_run"
                          + " where id = :id and epoch = :epoch for update")
                  .bind("id", run.id())
                  .bind("epoch", run.epoch())
                  .mapTo(Integer.class)
                  .findOne()
                  .isPresent();
          if (!leads) {
            throw new Deposed(run);
          }
          work.useHandle(h);
        });
  }

  void move(FleetRun run, State state, String stage, int wave, int waves) {
    write(
        run,
        h ->
            update(h, run, "state = :state, stage = :stage, wave = :wave, waves = :waves")
                .bind("state", state)
                .bind("stage", stage)
                .bind("wave", wave)
                .bind("waves", waves)
                .execute());
  }

  /** The run has ended, or pauses. */
  void end(FleetRun run, State state, String error) {
    write(
        run,
        h ->
            update(
                    h,
                    run,
                    "state = :state, error = :error, pause_wanted = false,"
                        + " finished_at = case when :state = 'PAUSED' then null else now() end")
                .bind("state", state)
                .bind("error", error)
                .execute());
  }

  private static Update update(Handle handle, FleetRun run, String set) {
    return handle
        .createUpdate("update control.migration_run set " + set + " where id = :id")
        .bind("id", run.id());
  }

  /** Enters homes that are to be visited. */
  void enter(FleetRun run, Collection<UUID> homes) {
    write(
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
  void tell(FleetRun run, Collection<HomeResult> results) {
    if (results.isEmpty()) {
      return;
    }
    write(
        run,
        h -> {
          PreparedBatch batch =
              h.prepareBatch(
                  """
                  update control.migration_home
                  set state = :state, wave = :wave, script = :script, statement = :statement,
                      error = :error, tries = :tries, took_ms = :tookMillis
                  where run_id = :run and home_id = :homeId
                  """);
          results.forEach(result -> batch.bindMethods(result).bind("run", run.id()).add());
          batch.execute();
        });
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

  /** Asks whoever leads the run to pause; false when it does not go on. */
  public boolean pause(UUID id) {
    return database.with(
            h ->
                h.execute(
                    "update control.migration_run set pause_wanted = true"
                        + " where id = ? and state in ('REHEARSING', 'APPLYING')",
                    id))
        == 1;
  }

  boolean isPauseWanted(UUID id) {
    return byId(id).map(FleetRun::pauseWanted).orElse(true);
  }
}
