package org.rowhouse.controlplane.fleet.run;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.rowhouse.controlplane.ControlDatabase;

/**
 * What a run that is atomic over the fleet was decided to be. It is decided once, by whoever comes
 * first: its leader, when every home is prepared, or who finds its leader gone.
 */
@ApplicationScoped
public class Decisions {

  private final ControlDatabase database;

  Decisions() {
    this(null);
  }

  @Inject
  public Decisions(ControlDatabase database) {
    this.database = database;
  }

  /** The end of every transaction that was prepared for a run. */
  public enum Decision {
    COMMIT,
    ROLLBACK;

    /** As a word of SQL. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Decides, unless it is decided, and returns when the decision outlives a crash.
   *
   * @return what was decided; empty when there is no such run here
   */
  public Optional<Decision> decide(UUID run, Decision wanted) {
    return database.inTransaction(
        h -> {
          // whatever the server is set to: homes follow only what is on disk
          h.execute("set local synchronous_commit = on");
          return h.createQuery(
                  "update control.migration_run set decision = coalesce(decision, :wanted)"
                      + " where id = :run returning decision")
              .bind("wanted", wanted)
              .bind("run", run)
              .mapTo(Decision.class)
              .findOne();
        });
  }

  /** Runs over the whole fleet that were begun and have not ended: whose homes may be in doubt. */
  public List<FleetRun> unfinished() {
    return database.with(
        h ->
            h.createQuery(
                    "select "
                        + Runs.COLUMNS
                        + " from control.migration_run where atomic = 'FLEET'"
                        + " and state in ('PENDING', 'REHEARSING', 'APPLYING', 'PAUSED')"
                        + " and started_at is not null")
                .mapTo(FleetRun.class)
                .list());
  }

  /** The servers that may hold something that was prepared for a run. */
  public Set<UUID> servers(FleetRun run) {
    return database.with(
        h ->
            Set.copyOf(
                h.select(
                        "select distinct h.server_id from control.migration_home m"
                            + " join control.home h on h.id = m.home_id where m.run_id = ?",
                        run.id())
                    .mapTo(UUID.class)
                    .list()));
  }

  /** All homes have what was decided; the run ends with the catalog in one transaction. */
  public void settle(FleetRun run, Decision decision, String why) {
    database.useTransaction(
        h -> {
          if (decision == Decision.COMMIT) {
            h.createUpdate(
                    """
                    update control.home set version = :target, fingerprint = :fingerprint
                    where id in (select home_id from control.migration_home where run_id = :run)
                    """)
                .bind("target", run.target())
                .bind("fingerprint", run.fingerprint())
                .bind("run", run.id())
                .execute();
            h.execute(
                "update control.migration_home set state = 'DONE' where run_id = ?", run.id());
          }
          h.createUpdate(
                  """
                  update control.migration_run
                  set state = :state, error = :why, finished_at = now(), epoch = epoch + 1
                  where id = :run
                  """)
              .bind(
                  "state",
                  decision == Decision.COMMIT ? FleetRun.State.SUCCEEDED : FleetRun.State.FAILED)
              .bind("why", why)
              .bind("run", run.id())
              .execute();
        });
  }
}
