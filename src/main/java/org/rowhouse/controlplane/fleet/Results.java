package org.rowhouse.controlplane.fleet;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.controlplane.catalog.Census;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.controlplane.fleet.run.RunHomes;
import org.rowhouse.controlplane.fleet.visit.Failure;
import org.rowhouse.controlplane.fleet.visit.Outcome;

/** What comes in from homes, written down a few hundred at a time. */
final class Results {

  private static final int MANY = 200;
  private static final long OLD_NANOS = 500_000_000;

  private final RunHomes homes;
  private final Census census;
  private final FleetRun run;
  private final Integer wave;
  private final HomeResult.State done;
  private final Progress progress;
  private final List<HomeResult> results = new ArrayList<>();
  private final Map<Integer, List<UUID>> reached = new HashMap<>();
  private final Map<Outcome.Result, List<Outcome>> others = new HashMap<>();
  private Outcome any;
  private long written = System.nanoTime();

  /**
   * @param wave null in a rehearsal
   */
  Results(RunHomes homes, Census census, FleetRun run, Integer wave, Progress progress) {
    this.homes = homes;
    this.census = census;
    this.run = run;
    this.wave = wave;
    this.done = wave == null ? HomeResult.State.REHEARSED : HomeResult.State.DONE;
    this.progress = progress;
  }

  void add(Outcome outcome) {
    any = outcome;
    if (!outcome.isDone()) {
      others.computeIfAbsent(outcome.result(), result -> new ArrayList<>()).add(outcome);
    } else if (wave != null && !outcome.registered()) {
      reached
          .computeIfAbsent(outcome.position(), p -> new ArrayList<>())
          .add(outcome.visit().home().id());
    }
    results.add(result(outcome));
    progress.visited(outcome.isDone());
    if (results.size() >= MANY || System.nanoTime() - written > OLD_NANOS) {
      write();
    }
  }

  /** Those that ended so, until now. */
  List<Outcome> of(Outcome.Result result) {
    return others.getOrDefault(result, List.of());
  }

  void write() {
    reached.forEach(
        (position, ids) -> {
          var plan = any.visit().plan();
          int known = Math.min(position, plan.size());
          census.reached(
              ids, new HomeVersion(plan.versionAfter(known), null, plan.fingerprintAfter(known)));
        });
    reached.clear();
    homes.tell(run, results);
    results.clear();
    written = System.nanoTime();
  }

  private HomeResult result(Outcome outcome) {
    return result(
        outcome, outcome.isDone() ? done : HomeResult.State.valueOf(outcome.result().name()), wave);
  }

  /** A home that did not follow. */
  static HomeResult failed(Outcome outcome) {
    return result(outcome, HomeResult.State.valueOf(outcome.result().name()), null);
  }

  private static HomeResult result(Outcome outcome, HomeResult.State state, Integer wave) {
    Failure failure = outcome.failure();
    return new HomeResult(
        outcome.visit().home().id(),
        state,
        wave,
        failure == null ? null : failure.script(),
        failure == null ? null : failure.statement(),
        failure == null ? null : failure.error(),
        outcome.tries(),
        outcome.took().toMillis());
  }
}
