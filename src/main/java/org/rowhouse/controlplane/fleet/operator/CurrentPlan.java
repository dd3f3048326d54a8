package org.rowhouse.controlplane.fleet.operator;

import org.rowhouse.controlplane.fleet.plan.Plan;

/** What this deployment brings homes to. */
public interface CurrentPlan {

  /** The scripts of homes. */
  Plan plan();

  /** The version of the schema guard, where homes have one of their own. */
  String guard();
}
