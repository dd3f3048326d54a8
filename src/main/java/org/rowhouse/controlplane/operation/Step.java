package org.rowhouse.controlplane.operation;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * One step of an operation: a name that is kept, and a method. Renaming a step makes it another
 * one, which operations under way then take as not done.
 *
 * <p>Both methods may be called again after a crash at any point, and {@code undo} for a step that
 * never began: they look at what is there.
 *
 * @param needed whether it has to be done for this operation at all
 */
public record Step(String name, Predicate<Run> needed, Action action, Optional<Action> undo) {

  /**
   * What a step does. It throws {@link CannotGoOn} when trying again is of no use, {@link NotYet}
   * to wait, anything else to be called again.
   */
  @FunctionalInterface
  public interface Action {
    void of(Run run);
  }

  public static Step of(String name, Action action) {
    return new Step(name, run -> true, action, Optional.empty());
  }

  /** What was done with the entry of the operation, in its transaction. */
  public static Step entered(String name) {
    return of(name, run -> {}).onlyIf(run -> false);
  }

  /** The same step, left out where {@code needed} says so. */
  public Step onlyIf(Predicate<Run> needed) {
    return new Step(name, needed, action, undo);
  }

  /** The same step, with what takes it back when the operation cannot go on. */
  public Step undoneBy(Action undo) {
    return new Step(name, needed, action, Optional.of(undo));
  }
}
