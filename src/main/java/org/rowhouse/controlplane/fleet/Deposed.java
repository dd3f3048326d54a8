package org.rowhouse.controlplane.fleet;

/** Another node leads the run now; this one writes nothing more of it. */
class Deposed extends RuntimeException {
  Deposed(FleetRun run) {
    super("Another node leads the run " + run.id() + " now");
  }
}
