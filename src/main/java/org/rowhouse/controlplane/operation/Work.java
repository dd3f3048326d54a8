package org.rowhouse.controlplane.operation;

import java.util.List;

/**
 * How one kind of operation is done: a CDI bean that names its steps. They are called in order,
 * with no transaction, each until it has returned once, by whichever node holds the operation.
 *
 * <p>When one cannot go on, the steps are undone in the reverse order and the operation is FAILED.
 * Where no step can be undone it is DEAD: it stays as it is, until an operator has it tried again.
 */
public interface Work {

  /** The kind of operation, for example {@code sign-up}. */
  String kind();

  /** The steps, in order; each name once. */
  List<Step> steps();

  /** Whether a client may call it off; it is undone then. */
  default boolean isCancellable() {
    return false;
  }
}
