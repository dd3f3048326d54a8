package org.rowhouse.tenancy.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.ServletRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/**
 * How many requests of each tenant are under way at this node. A place is free again a moment after
 * the last byte of the answer: who may have only one at a time can be too quick.
 */
@ApplicationScoped
class Bulkhead {

  private static final String PLACE = "rowhouse.place";

  private final Map<TenantId, Integer> busy = new ConcurrentHashMap<>();

  /** Gives the request a place of its tenant, unless it has one; false when there is none left. */
  boolean enter(ServletRequest request, Tenant tenant) {
    if (request.getAttribute(PLACE) != null) {
      return true;
    }
    int most = tenant.limits().concurrentRequests();
    boolean[] entered = {false};
    busy.compute(
        tenant.id(),
        (id, count) -> {
          int now = count == null ? 0 : count;
          entered[0] = now < most;
          return entered[0] ? Integer.valueOf(now + 1) : count;
        });
    if (entered[0]) {
      request.setAttribute(PLACE, tenant.id());
    }
    return entered[0];
  }

  /** Frees the request's place, if it has one. */
  void leave(ServletRequest request) {
    if (request.getAttribute(PLACE) instanceof TenantId tenant) {
      request.removeAttribute(PLACE);
      busy.compute(tenant, (id, count) -> count == null || count == 1 ? null : count - 1);
    }
  }
}
