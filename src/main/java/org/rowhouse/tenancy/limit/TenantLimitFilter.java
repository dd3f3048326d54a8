package org.rowhouse.tenancy.limit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantClaim;
import org.rowhouse.tenancy.cache.Place;

/** Holds a tenant's callers to its limits, and tells them in each answer how they stand. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION + 150)
public class TenantLimitFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String VERDICT = "rowhouse.limit";

  private final TenantClaim claim;
  private final CurrentTenant current;
  private final Buckets buckets;
  private final Bulkhead bulkhead;
  // CDI's, not JAX-RS's: two applications share this bean
  @Inject private HttpServletRequest request;

  public TenantLimitFilter() {
    this(null, null, null, null);
  }

  @Inject
  TenantLimitFilter(TenantClaim claim, CurrentTenant current, Buckets buckets, Bulkhead bulkhead) {
    this.claim = claim;
    this.current = current;
    this.buckets = buckets;
    this.bulkhead = bulkhead;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    if (claim.find().isEmpty()) {
      return;
    }
    Tenant tenant = current.get();
    Verdict verdict =
        buckets.take(
            Place.bucket(tenant.id(), "requests"),
            Rate.perSecond(tenant.limits().requestsPerSecond()));
    context.setProperty(VERDICT, verdict);
    if (!verdict.isAllowed()) {
      throw TooMany.requests(verdict);
    }
    if (!bulkhead.enter(request, tenant)) {
      throw TooMany.atOnce();
    }
  }

  @Override
  public void filter(ContainerRequestContext context, ContainerResponseContext answer) {
    if (context.getProperty(VERDICT) instanceof Verdict verdict) {
      answer.getHeaders().putSingle("RateLimit-Limit", verdict.limit());
      answer.getHeaders().putSingle("RateLimit-Remaining", verdict.remaining());
      answer.getHeaders().putSingle("RateLimit-Reset", verdict.seconds());
    }
  }
}
