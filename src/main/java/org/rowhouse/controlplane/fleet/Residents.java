package org.rowhouse.controlplane.fleet;

import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.rowhouse.controlplane.catalog.Census;
import org.rowhouse.controlplane.fleet.visit.Lane;
import org.rowhouse.controlplane.fleet.visit.Outcome;
import org.rowhouse.controlplane.fleet.visit.Outcome.Result;
import org.rowhouse.controlplane.fleet.visit.Visit;
import org.rowhouse.controlplane.fleet.visit.Visitor;
import org.rowhouse.tenancy.TenantId;

/**
 * Who lives in a home when it is visited: nodes of the last version go on signing tenants up while
 * a run is under way.
 */
record Residents(Census census) {

  /** So often somebody may move in while a home is visited. */
  private static final int TRIES = 5;

  /** For whoever lives there now, when a script wants to know. */
  Visit now(Visit visit) {
    return visit.isPerTenant() ? visit.with(tenants(visit)) : visit;
  }

  /** A failure tells nothing where somebody moved in meanwhile: his rows were left out. */
  Outcome visit(Visitor visitor, Lane lane, Visit visit) {
    AtomicReference<List<TenantId>> seen = new AtomicReference<>();
    for (int tries = 1; ; tries++) {
      seen.set(null);
      Outcome outcome = visitor.visit(lane, visit, next -> seen(next, seen));
      if (outcome.result() != Result.FAILED
          || tries == TRIES
          || seen.get() == null
          || seen.get().equals(tenants(visit))) {
        return outcome;
      }
    }
  }

  private Visit seen(Visit visit, AtomicReference<List<TenantId>> seen) {
    Visit now = now(visit);
    if (now.isPerTenant()) {
      seen.set(now.tenants());
    }
    return now;
  }

  private List<TenantId> tenants(Visit visit) {
    UUID home = visit.home().id();
    return census.tenants(home);
  }
}
