package org.rowhouse.controlplane.fleet.run;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.fleet.plan.Plan;

/** How far runs have come, for those who lead none. */
public final class LastRuns {

  private static final List<String> UNFINISHED =
      List.of("PENDING", "REHEARSING", "APPLYING", "PAUSED");

  private final ControlDatabase database;

  public LastRuns(ControlDatabase database) {
    this.database = database;
  }

  /** The run to {@code plan} that has not ended, else the one that ended last; no dry run. */
  public Optional<FleetRun> to(Plan plan) {
    return database.with(
        h ->
            h.createQuery(
                    "select "
                        + Runs.COLUMNS
                        + " from control.migration_run"
                        + " where fingerprint = :fingerprint and not dry_run"
                        + " order by finished_at desc nulls first, id desc limit 1")
                .bind("fingerprint", plan.fingerprint())
                .mapTo(FleetRun.class)
                .findOne());
  }

  /** The homes that a run could not bring forward, although nobody kept them. */
  public Set<UUID> failed(FleetRun run) {
    return database.with(
        h ->
            Set.copyOf(
                h.select(
                        "select home_id from control.migration_home"
                            + " where run_id = ? and state = 'FAILED'",
                        run.id())
                    .mapTo(UUID.class)
                    .list()));
  }

  /** Another text whenever a run, to whatever version, has moved since; empty without any. */
  public String movement() {
    return database.with(h -> hasRuns(h) ? movement(h) : "");
  }

  /** Before the first deployment there is no table, nor while the one that brings it is on. */
  private static boolean hasRuns(Handle handle) {
    return handle
        .select("select to_regclass('control.migration_run') is not null")
        .mapTo(Boolean.class)
        .one();
  }

  private static String movement(Handle handle) {
    return handle
        .createQuery(
            """
            select coalesce(string_agg(
                concat_ws(' ', r.id, r.state, r.epoch, r.stage, r.wave,
                  (select concat_ws('+', count(*), sum(m.tries)) from control.migration_home m
                   where m.run_id = r.id and m.state <> 'WAITING')),
                ', ' order by r.id), '')
            from control.migration_run r where r.state in (<unfinished>)
            """)
        .bindList("unfinished", UNFINISHED)
        .mapTo(String.class)
        .one();
  }
}
