package org.rowhouse.tenancy.limit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.TenantClaim;

/** Lets no more of a tenant's requests be under way at this node than it may have at a time. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION + 150)
public class AtOnceFilter implements ContainerRequestFilter {

  private final TenantClaim claim;
  private final CurrentTenant current;
  private final Bulkhead bulkhead;
  // CDI's, not JAX-RS's: two applications share this bean
  @Inject private HttpServletRequest request;

  public AtOnceFilter() {
    this(null, null, null);
  }

  @Inject
  AtOnceFilter(TenantClaim claim, CurrentTenant current, Bulkhead bulkhead) {
    this.claim = claim;
    this.current = current;
    this.bulkhead = bulkhead;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    if (claim.find().isPresent() && !bulkhead.enter(request, current.get())) {
      throw TooMany.atOnce();
    }
  }
}
