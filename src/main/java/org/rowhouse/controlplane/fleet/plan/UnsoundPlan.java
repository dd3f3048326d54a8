package org.rowhouse.controlplane.fleet.plan;

/** A script cannot be applied to a fleet, whatever the homes have; says which and what to write. */
public class UnsoundPlan extends RuntimeException {
  UnsoundPlan(String script, String why) {
    super("The script " + script + " " + why);
  }
}
