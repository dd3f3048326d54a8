package org.rowhouse.controlplane.fleet.visit;

import java.util.List;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.plan.Script;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.TenantId;

/**
 * What is to be done in one home: the scripts of the plan from {@code from} to {@code to}.
 *
 * @param runtime the role that tenants' SQL runs as there
 * @param from how many scripts it is believed to have; {@link #NEW} when it has not even a history
 * @param beside whether the catalog lies in the same database
 * @param tenants who live there, where a script wants to know
 */
public record Visit(
    Home home,
    String runtime,
    Plan plan,
    int from,
    int to,
    boolean beside,
    List<TenantId> tenants) {

  /** A home whose schema is there and empty. */
  public static final int NEW = -1;

  /** How a transaction ends. */
  public enum Ending {
    COMMIT,
    /** What would happen, and nothing has. */
    ROLLBACK
  }

  boolean isNew() {
    return from == NEW;
  }

  int position() {
    return Math.max(from, 0);
  }

  List<Script> scripts() {
    return plan.scripts().subList(position(), Math.max(to, position()));
  }

  /** As far as one transaction, or one script that is none, can bring it. */
  Visit stage() {
    return isNew()
        ? this
        : new Visit(home, runtime, plan, from, Math.min(to, plan.stageEnd(from)), beside, tenants);
  }

  /** The last of its scripts. */
  public Script last() {
    return plan.scripts().get(to - 1);
  }

  /** Whether one of its scripts is run inside tenants. */
  public boolean isPerTenant() {
    return scripts().stream().anyMatch(script -> script.kind().isPerTenant());
  }

  /** The same for those who live there now. */
  public Visit with(List<TenantId> tenants) {
    return new Visit(home, runtime, plan, from, to, beside, tenants);
  }

  boolean isTransactional() {
    return isNew() || scripts().get(0).kind().isTransactional();
  }

  /** The same in a home that has other scripts than was believed. */
  Visit from(int position) {
    return new Visit(home, runtime, plan, position, to, beside, tenants);
  }
}
