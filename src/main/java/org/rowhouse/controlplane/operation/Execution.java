package org.rowhouse.controlplane.operation;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/** One claim of an operation, worked off: its steps forward, or back. */
final class Execution {

  static final int TRIES = 3;

  /** Undoing is tried more often than doing: what stays would be an orphan. */
  static final int TRIES_TO_UNDO = 10;

  private static final System.Logger LOG = System.getLogger(Execution.class.getName());
  private static final String CANCELLED = "It was cancelled";

  private final Claims claims;
  private final Work work;
  private final Run run;
  private final Operation claim;
  private boolean ended;

  Execution(Claims claims, Work work, Run run) {
    this.claims = claims;
    this.work = work;
    this.run = run;
    this.claim = run.operation();
  }

  /**
   * Goes as far as it can.
   *
   * @return whether the operation has ended
   * @throws LeaseLost when another worker has it
   */
  boolean go() {
    try {
      if (claim.undoing()) {
        back();
      } else if (claim.cancelWanted()) {
        giveUp(CANCELLED);
      } else if (claim.tries() > TRIES) {
        giveUp(claim.error() == null ? "It was interrupted too often" : claim.error());
      } else {
        forward();
      }
    } catch (LeaseLost e) {
      throw e;
    } catch (NotYet e) {
      claims.await(claim, e.until());
    } catch (RuntimeException | Error e) {
      if (e instanceof CannotGoOn && !claim.undoing()) {
        LOG.log(Level.WARNING, "Operation " + claim + " cannot go on: " + e.getMessage(), e);
        giveUp(e.getMessage());
      } else {
        tryAgain(e);
      }
    }
    return ended;
  }

  private void forward() {
    List<Step> steps = work.steps();
    Set<String> behind = claims.steps().behind(claim);
    Optional<String> finished = Optional.empty();
    for (int done = 0; done < steps.size(); done++) {
      Step step = steps.get(done);
      if (!behind.contains(step.name()) && step.needed().test(run)) {
        if (claims.move(claim, done, steps.size(), finished, step.name())) {
          giveUp(CANCELLED);
          return;
        }
        run.at(step.name());
        step.action().of(run);
        finished = Optional.of(step.name());
      }
    }
    if (!run.hasEnded()) {
      claims.succeed(claim, finished.orElse(null), h -> {});
    }
    ended = true;
    LOG.log(Level.INFO, "Operation {0} of tenant {1} succeeded", claim, claim.tenantId());
  }

  /** Undoes every step, those too that never began: nobody knows how far a crash let them come. */
  private void back() {
    List<Step> steps = new ArrayList<>(work.steps());
    Collections.reverse(steps);
    Set<String> behind = claims.steps().behind(claim);
    Optional<String> finished = Optional.empty();
    int left = steps.size();
    for (Step step : steps) {
      left--;
      if (step.undo().isPresent() && !behind.contains(step.name())) {
        claims.move(claim, left, steps.size(), finished, step.name());
        run.at(step.name());
        step.undo().get().of(run);
        finished = Optional.of(step.name());
      }
    }
    claims.fail(claim);
    ended = true;
    LOG.log(Level.WARNING, "Operation {0} of tenant {1} was undone", claim, claim.tenantId());
  }

  private void tryAgain(Throwable failure) {
    String at = run.step() == null ? "start" : run.step();
    String what = (claim.undoing() ? "undo of " : "") + at;
    LOG.log(
        Level.WARNING,
        "Operation " + claim + " failed at " + what + ", try " + run.tries(),
        failure);
    if (claim.undoing()) {
      if (run.tries() < TRIES_TO_UNDO) {
        claims.postpone(claim, pause(), claim.error());
      } else {
        bury(claim.error() + ". It could not be undone either, at '" + at + "'");
      }
    } else {
      String reason = "Step '" + at + "' failed; the log names the cause under this operation";
      if (run.tries() < TRIES) {
        claims.postpone(claim, pause(), reason);
      } else {
        giveUp(reason);
      }
    }
  }

  private Duration pause() {
    return Backoff.after(run.tries(), RandomGenerator.getDefault());
  }

  private void giveUp(String reason) {
    if (work.steps().stream().anyMatch(step -> step.undo().isPresent())) {
      claims.turnBack(claim, reason);
    } else {
      bury(reason);
    }
  }

  private void bury(String reason) {
    LOG.log(Level.ERROR, "Operation {0} is DEAD, an operator must look: {1}", claim, reason);
    claims.bury(claim, reason);
    ended = true;
  }
}
