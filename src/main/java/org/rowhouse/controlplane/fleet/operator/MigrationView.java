package org.rowhouse.controlplane.fleet.operator;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.http.openapi.MayBeNull;

/**
 * A run as operators see it.
 *
 * @param target the version that homes are brought to
 * @param stage the last of the scripts that are on their way
 * @param wave which of the {@code waves} of the stage; 0 in a rehearsal
 * @param error why not all homes are at the target, or how far a dry run could rehearse
 */
public record MigrationView(
    UUID id,
    FleetRun.State state,
    FleetRun.Atomic atomic,
    boolean dryRun,
    String target,
    @MayBeNull String stage,
    int wave,
    int waves,
    HomesView homes,
    @MayBeNull String error,
    @MayBeNull String requestedBy,
    Instant createdAt,
    @MayBeNull Instant startedAt,
    @MayBeNull Instant finishedAt) {

  /** How many homes are in each state of the run. */
  public record HomesView(
      long total,
      long waiting,
      long rehearsed,
      long done,
      long failed,
      long locked,
      long away,
      long skipped) {
    static HomesView of(Map<HomeResult.State, Long> counts) {
      return new HomesView(
          counts.values().stream().mapToLong(Long::longValue).sum(),
          counts.getOrDefault(HomeResult.State.WAITING, 0L),
          counts.getOrDefault(HomeResult.State.REHEARSED, 0L),
          counts.getOrDefault(HomeResult.State.DONE, 0L),
          counts.getOrDefault(HomeResult.State.FAILED, 0L),
          counts.getOrDefault(HomeResult.State.LOCKED, 0L),
          counts.getOrDefault(HomeResult.State.AWAY, 0L),
          counts.getOrDefault(HomeResult.State.SKIPPED, 0L));
    }
  }

  /** The run with what has become of its homes. */
  public static MigrationView of(FleetRun run, Map<HomeResult.State, Long> counts) {
    return new MigrationView(
        run.id(),
        run.state(),
        run.atomic(),
        run.dryRun(),
        run.target(),
        run.stage(),
        run.wave(),
        run.waves(),
        HomesView.of(counts),
        run.error(),
        run.requestedBy(),
        run.createdAt(),
        run.startedAt(),
        run.finishedAt());
  }
}
