package org.rowhouse.controlplane.fleet;

import org.rowhouse.controlplane.fleet.run.FleetRun.State;

/** A run goes no further; the message is for whoever reads it later. */
class Stopped extends RuntimeException {

  private final transient State state;

  Stopped(State state, String why) {
    super(why, null, false, false);
    this.state = state;
  }

  State state() {
    return state;
  }
}
