package org.rowhouse.controlplane.operation;

/** An operation has met something that trying again will not mend. The message is for clients. */
public class CannotGoOn extends RuntimeException {

  public CannotGoOn(String reason) {
    this(reason, null);
  }

  public CannotGoOn(String reason, Throwable cause) {
    super(reason, cause);
  }
}
