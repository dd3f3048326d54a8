package org.rowhouse.controlplane;

/** This node must not start: something outside has to be put right first. The message says what. */
public class StartRefused extends RuntimeException {
  public StartRefused(String what) {
    super(what);
  }

  public StartRefused(String what, Throwable cause) {
    super(what, cause);
  }
}
