package org.rowhouse.controlplane.operation;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A worker that stops at one point of an operation, as a node does that dies or is suspended there,
 * and that can be let go again, when others have long gone on without it.
 */
public final class Stall {

  /** Where a worker stops. */
  public enum Moment {
    BEFORE_DOING,
    AFTER_DOING,
    BEFORE_UNDOING,
    AFTER_UNDOING
  }

  private final String step;
  private final Moment moment;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch end = new CountDownLatch(1);

  public Stall(String step, Moment moment) {
    this.step = step;
    this.moment = moment;
  }

  /** The same works, with this stop in one of them. */
  public List<Work> in(List<Work> works, String kind) {
    return works.stream().map(work -> work.kind().equals(kind) ? in(work) : work).toList();
  }

  /** Whether the worker came to the stop; false when it ended before. */
  public boolean isReached(long seconds) throws InterruptedException {
    return reached.await(seconds, TimeUnit.SECONDS);
  }

  public void letGo() {
    end.countDown();
  }

  private Work in(Work work) {
    return new Work() {
      @Override
      public String kind() {
        return work.kind();
      }

      @Override
      public boolean isCancellable() {
        return work.isCancellable();
      }

      @Override
      public List<Step> steps() {
        return work.steps().stream().map(Stall.this::in).toList();
      }
    };
  }

  private Step in(Step original) {
    if (!original.name().equals(step)) {
      return original;
    }
    Optional<Step.Action> undo =
        original.undo().map(action -> around(action, Moment.BEFORE_UNDOING, Moment.AFTER_UNDOING));
    return new Step(
        step,
        original.needed(),
        around(original.action(), Moment.BEFORE_DOING, Moment.AFTER_DOING),
        undo);
  }

  private Step.Action around(Step.Action action, Moment before, Moment after) {
    return run -> {
      stopAt(before);
      action.of(run);
      stopAt(after);
    };
  }

  private void stopAt(Moment here) {
    if (here == moment) {
      reached.countDown();
      try {
        end.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
