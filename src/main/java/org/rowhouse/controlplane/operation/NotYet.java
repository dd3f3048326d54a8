package org.rowhouse.controlplane.operation;

import java.time.Instant;

/**
 * A step has to wait; it is called again at {@code until}, or when somebody wakes the operation.
 */
public class NotYet extends RuntimeException {

  private final Instant until;

  public NotYet(Instant until) {
    super("Waits until " + until, null, false, false);
    this.until = until;
  }

  public Instant until() {
    return until;
  }
}
