package org.rowhouse.controlplane.fleet.run;

/** Another node leads the run now; this one writes nothing more of it. */
public class Deposed extends RuntimeException {
  Deposed(FleetRun run) {
    super("Another node leads the run " + run.id() + " now");
  }
}
