package org.rowhouse.controlplane.operation;

/**
 * How one kind of operation is done. A CDI bean; called with no transaction, by one thread at a
 * time for one operation as long as that thread keeps its lease. Everything here may be called
 * again after a crash at any point: each step looks whether it is done.
 */
public interface Work {

  /** The kind of operation, for example {@code sign-up}. */
  String kind();

  /**
   * Does it.
   *
   * @throws CannotGoOn when trying again is of no use; any other exception is tried again
   */
  void run(Operation operation, Progress progress);

  /** Undoes what was done: the operation is about to end as FAILED. */
  void undo(Operation operation);
}
