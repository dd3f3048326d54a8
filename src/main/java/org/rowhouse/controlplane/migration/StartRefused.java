package org.rowhouse.controlplane.migration;

/** This node must not start: something outside has to be put right first. The message says what. */
public class StartRefused extends RuntimeException {
  StartRefused(String what) {
    super(what);
  }

  StartRefused(String what, Throwable cause) {
    super(what, cause);
  }
}
