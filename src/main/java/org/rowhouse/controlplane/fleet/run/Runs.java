package org.rowhouse.controlplane.fleet.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleConsumer;
import org.jdbi.v3.core.statement.Update;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.run.FleetRun.Atomic;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.tenancy.Ids;

/** The runs in the control schema. */
@ApplicationScoped
public class Runs {

  static final String COLUMNS =
      "id, state, atomic, dry_run, target, fingerprint, stage, wave, waves, error, decision, epoch,"
          + " pause_wanted, requested_by, created_at, started_at, finished_at";

  /** Is led once: whoever finds it has it ended, and begins another. */
  private static final String BEGUN_AT_ONCE =
      "(atomic = 'FLEET' and not dry_run and started_at is not null)";

  private static final String UNFINISHED =
      "state in ('PENDING', 'REHEARSING', 'APPLYING', 'PAUSED')";

  /** Runs that have ended are kept, of each kind; so many tell what a fleet has seen. */
  private static final int KEPT = 50;

  private final ControlDatabase database;
  private volatile BooleanSupplier leaving = () -> false;

  Runs() {
    this(null);
  }

  @Inject
  public Runs(ControlDatabase database) {
    this.database = database;
  }

  /**
   * The run to {@code plan} that has not ended, or a new one, for who is about to lead it. One that
   * pauses goes on; one that is of another kind, or to another version when this one changes homes,
   * is called off.
   *
   * @throws StartRefused when that run was begun for all homes at once and is not ended yet
   */
  public FleetRun open(Plan plan, Atomic atomic, boolean dryRun) {
    return database.inTransaction(
        h -> {
          enterInPlace(h, plan, atomic, dryRun);
          h.execute(
              "update control.migration_run set pause_wanted = false where fingerprint = ?",
              plan.fingerprint());
          h.execute(
              "delete from control.migration_run where id in (select id from"
                  + " (select id, row_number() over (partition by dry_run order by id desc) as nth"
                  + " from control.migration_run where finished_at is not null) r where nth > ?)",
              KEPT);
          return unfinished(h, plan).orElseThrow();
        });
  }

  /** As {@link #open}, for whoever leads later: one that pauses does so until it is resumed. */
  public void prepare(Plan plan) {
    database.useTransaction(h -> enterInPlace(h, plan, Atomic.HOME, false));
  }

  private void enterInPlace(Handle handle, Plan plan, Atomic atomic, boolean dryRun) {
    handle.execute(
        "update control.migration_run"
            + " set state = 'CANCELLED', finished_at = now(), epoch = epoch + 1"
            + " where case when fingerprint = ? then dry_run <> ? or atomic <> ? else not ? end"
            + " and not "
            + BEGUN_AT_ONCE
            + " and "
            + UNFINISHED,
        plan.fingerprint(),
        dryRun,
        atomic.name(),
        dryRun);
    enter(handle, plan, atomic, dryRun, Optional.empty());
  }

  /** Enters a run; empty when there is one to {@code plan} that has not ended. */
  public Optional<UUID> enter(
      Handle handle, Plan plan, Atomic atomic, boolean dryRun, Optional<String> by) {
    return handle
        .createQuery(
            """
            insert into control.migration_run
              (id, atomic, dry_run, target, fingerprint, requested_by)
            values (:id, :atomic, :dry, :target, :fingerprint, :by)
            on conflict (fingerprint) where state in
              ('PENDING', 'REHEARSING', 'APPLYING', 'PAUSED') do nothing
            returning id
            """)
        .bind("id", Ids.next())
        .bind("atomic", atomic)
        .bind("dry", dryRun)
        .bind("target", plan.target())
        .bind("fingerprint", plan.fingerprint())
        .bind("by", by.orElse(null))
        .mapTo(UUID.class)
        .findOne();
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
                + " from control.migration_run where fingerprint = :fingerprint and "
                + UNFINISHED)
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

  /**
   * From now on the caller leads the run, and nobody who has led it before.
   *
   * @throws StartRefused when it was begun for all homes at once: what its leader has prepared must
   *     be ended first, and a server that holds some of it does not answer
   */
  public FleetRun lead(UUID id) {
    return database.with(
        h ->
            h.createQuery(
                    "update control.migration_run set epoch = epoch + 1,"
                        + " started_at = coalesce(started_at, now()), error = null"
                        + " where id = :id and not "
                        + BEGUN_AT_ONCE
                        + " returning "
                        + COLUMNS)
                .bind("id", id)
                .mapTo(FleetRun.class)
                .findOne()
                .orElseThrow(
                    () ->
                        new StartRefused(
                            "The run %s was begun for all homes at once and waits to be ended: a server that holds some of them does not answer"
                                .formatted(id))));
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

  public void move(FleetRun run, State state, String stage, int wave, int waves) {
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

  /** The run has ended, or pauses; nobody has asked for the pause of a node that leaves. */
  public void end(FleetRun run, State state, String error) {
    if (state == State.PAUSED && leaving.getAsBoolean()) {
      return;
    }
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

  /** Asks whoever leads the run to pause; false when it does not go on. */
  public boolean pause(Handle handle, UUID id) {
    return change(
        handle,
        id,
        "pause_wanted = true",
        "state in ('PENDING', 'REHEARSING', 'APPLYING') and atomic = 'HOME'");
  }

  /** A run that pauses waits for whoever leads next; false when it does not pause. */
  public boolean resume(Handle handle, UUID id) {
    return change(
        handle,
        id,
        "pause_wanted = false, state = case when state = 'PAUSED' then 'PENDING' else state end",
        "(state = 'PAUSED' or pause_wanted)");
  }

  /** Begins again with the homes that did not follow; false when the run has not ended so. */
  public boolean revive(Handle handle, UUID id) {
    boolean revived =
        change(
            handle,
            id,
            "state = 'PENDING', error = null, finished_at = null",
            "state in ('FAILED', 'INCOMPLETE')");
    handle.execute(
        "update control.migration_home set state = 'WAITING'"
            + " where run_id = ? and state in ('FAILED', 'LOCKED', 'AWAY')",
        id);
    return revived;
  }

  private static boolean change(Handle handle, UUID id, String set, String condition) {
    return handle.execute(
            "update control.migration_run set " + set + " where id = ? and " + condition, id)
        == 1;
  }

  public boolean isPauseWanted(UUID id) {
    return leaving.getAsBoolean() || byId(id).map(FleetRun::pauseWanted).orElse(true);
  }

  /**
   * From now on this node goes no further with a run once {@code leaving} is true: it stops as at a
   * pause, and the run stays as it is, for whichever node looks next.
   */
  public void handOverWhen(BooleanSupplier leaving) {
    this.leaving = leaving;
  }
}
