package org.rowhouse.controlplane.fleet;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.controlplane.fleet.visit.Lanes;
import org.rowhouse.controlplane.fleet.visit.Outcome;
import org.rowhouse.controlplane.fleet.visit.Outcome.Result;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.controlplane.fleet.visit.Visit.Ending;
import org.rowhouse.controlplane.fleet.visit.Visitor;

/** Scripts that homes get together, or the single one that cannot be in a transaction. */
final class Stage {

  private static final System.Logger LOG = System.getLogger(Stage.class.getName());

  /** So many failures tell enough. */
  private static final int ENOUGH = 20;

  /** So many homes are tried until one lets itself be looked at. */
  private static final int LOOKS = 5;

  private final FleetRun run;
  private final Means means;
  private final Pause pause;
  private final Residents residents;

  /** Homes that stay where they are. */
  private final Set<UUID> left = new HashSet<>();

  private int failed;

  Stage(FleetRun run, Means means) {
    this.run = run;
    this.means = means;
    this.pause = new Pause(() -> means.runs().isPauseWanted(run.id()));
    this.residents = new Residents(means.census());
  }

  /**
   * Does all and takes it back, in the first home and then in all others.
   *
   * @throws Stopped when a home would fail
   */
  void rehearse(List<Visit> visits) {
    if (!visits.get(0).last().kind().isTransactional()) {
      return;
    }
    means.runs().move(run, State.REHEARSING, title(visits), 0, 0);
    Progress progress = new Progress("Rehearsing " + title(visits), visits.size());
    List<Visit> order = Waves.of(visits, run.fingerprint()).stream().flatMap(List::stream).toList();
    Tempo tempo = means.policy().inWaves();
    int begun = 0;
    boolean looked = false;
    while (!looked && begun < Math.min(LOOKS, order.size())) {
      List<Visit> next = order.subList(begun, ++begun);
      looked = rehearse(next, first(next, tempo), progress);
    }
    rehearse(order.subList(begun, order.size()), new Visitor(tempo, Ending.ROLLBACK), progress);
    progress.end();
  }

  /** Looks whether the scripts open a home that was not open before. */
  private Visitor first(List<Visit> visits, Tempo tempo) {
    boolean open = !means.walls().open(visits.stream().map(Visit::home).toList()).isEmpty();
    return open ? new Visitor(tempo, Ending.ROLLBACK) : Visitor.looking(tempo, means.walls()::open);
  }

  /** Whether all could be visited: somebody may keep one locked, and must not hold up others. */
  private boolean rehearse(List<Visit> visits, Visitor visitor, Progress progress) {
    Results results = new Results(means.results(), means.census(), run, null, progress);
    visit(
        visits,
        visitor,
        means.policy().inWaves(),
        results,
        () -> results.of(Result.FAILED).size() < ENOUGH && !pause.isWanted());
    List<Outcome> failures = results.of(Result.FAILED).stream().filter(this::isWanted).toList();
    if (!failures.isEmpty()) {
      failures.forEach(outcome -> tell("would fail", outcome));
      Outcome first = failures.get(0);
      throw new Stopped(
          State.FAILED,
          "Nothing was changed by %s: %s%d homes would fail, the first %s: %s"
              .formatted(
                  title(visits),
                  failures.size() < ENOUGH ? "" : "at least ",
                  failures.size(),
                  first.visit().home().id(),
                  first.failure()));
    }
    pause.stopIfWanted();
    return results.of(Result.LOCKED).isEmpty() && results.of(Result.AWAY).isEmpty();
  }

  /**
   * @return the homes that were left where they are
   * @throws Stopped when more homes fail than the policy bears
   */
  Set<UUID> apply(List<Visit> visits) {
    List<List<Visit>> waves = Waves.of(visits, run.fingerprint());
    Progress progress = new Progress("Applying " + title(visits), visits.size());
    List<Visit> locked = new ArrayList<>();
    int wave = 0;
    for (List<Visit> some : waves) {
      locked.addAll(apply(some, ++wave, waves.size(), means.policy().inWaves(), progress));
      if (failed > means.policy().tolerance() || failed > 0 && wave == 1) {
        throw stopped(visits);
      }
      pause.stopIfWanted();
    }
    if (!locked.isEmpty()) {
      LOG.log(Level.INFO, "{0} homes were locked and are asked again", locked.size());
      List<Visit> still =
          apply(locked, waves.size(), waves.size(), means.policy().tempo(), progress);
      still.forEach(visit -> left.add(visit.home().id()));
    }
    progress.end();
    return left;
  }

  private Stopped stopped(List<Visit> visits) {
    return new Stopped(
        State.FAILED,
        "%s failed in %d homes although its rehearsal went well; the rest of %d was left as it is"
            .formatted(title(visits), failed, visits.size()));
  }

  /** Those that somebody kept locked. */
  private List<Visit> apply(
      List<Visit> visits, int wave, int waves, Tempo tempo, Progress progress) {
    means.runs().move(run, State.APPLYING, title(visits), wave, waves);
    Results results = new Results(means.results(), means.census(), run, wave, progress);
    visit(visits, new Visitor(tempo, Ending.COMMIT), tempo, results, () -> !pause.isWanted());
    results.of(Result.FAILED).forEach(this::quarantine);
    results.of(Result.AWAY).forEach(outcome -> left.add(outcome.visit().home().id()));
    means
        .walls()
        .open(visits.stream().map(Visit::home).toList())
        .forEach((home, why) -> quarantine(home, why));
    return results.of(Result.LOCKED).stream().map(Outcome::visit).toList();
  }

  private void visit(
      List<Visit> visits, Visitor visitor, Tempo tempo, Results results, BooleanSupplier goOn) {
    new Lanes(means.connections()::scripts, means.threads(), tempo)
        .run(visits, (lane, visit) -> residents.visit(visitor, lane, visit), results::add, goOn);
    results.write();
  }

  private void quarantine(Outcome outcome) {
    if (isWanted(outcome)) {
      tell("failed", outcome);
      if (outcome.position() >= outcome.visit().plan().servedFrom()) {
        failed++;
        left.add(outcome.visit().home().id());
        return; // goes on as it is
      }
      quarantine(outcome.visit().home().id(), String.valueOf(outcome.failure()));
    }
  }

  private void quarantine(UUID home, String why) {
    failed++;
    left.add(home);
    means.homes().failed(home, why);
    LOG.log(Level.ERROR, "Home {0} does not serve, its tenants get 503: {1}", home, why);
  }

  /** One that was given up meanwhile may well be half gone. */
  private boolean isWanted(Outcome outcome) {
    UUID home = outcome.visit().home().id();
    boolean wanted = means.homes().isWanted(home);
    if (!wanted) {
      left.add(home);
      means
          .results()
          .tell(
              run,
              List.of(
                  new HomeResult(
                      home, HomeResult.State.SKIPPED, null, null, null, "given up", 1, null)));
    }
    return wanted;
  }

  private static void tell(String what, Outcome outcome) {
    LOG.log(Level.ERROR, "Home {0} {1}: {2}", outcome.visit().home().id(), what, outcome.failure());
  }

  private static String title(List<Visit> visits) {
    return visits.get(0).last().name();
  }
}
