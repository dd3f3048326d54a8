package org.rowhouse.tenancy.limit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.Optional;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantClaim;
import org.rowhouse.tenancy.TenantDirectory;
import org.rowhouse.tenancy.cache.Place;

/**
 * Counts a request for the tenant whose token it has, else for its address, before anything else is
 * looked up for it; and tells a tenant's callers in each answer how they stand.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION + 50)
public class RequestFilter implements ContainerRequestFilter, ContainerResponseFilter {

  private static final String VERDICT = "rowhouse.limit";

  private final TenantClaim claim;
  private final TenantDirectory directory;
  private final Buckets buckets;
  private final Addresses addresses;

  public RequestFilter() {
    this(null, null, null, null);
  }

  @Inject
  RequestFilter(
      TenantClaim claim, TenantDirectory directory, Buckets buckets, Addresses addresses) {
    this.claim = claim;
    this.directory = directory;
    this.buckets = buckets;
    this.addresses = addresses;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    Optional<Tenant> tenant = claim.find().flatMap(directory::byId);
    if (tenant.isEmpty()) {
      addresses.countStranger();
      return;
    }
    Verdict verdict =
        buckets.take(
            Place.bucket(tenant.get().id(), "requests"),
            Rate.perSecond(tenant.get().limits().requestsPerSecond()));
    context.setProperty(VERDICT, verdict);
    if (!verdict.isAllowed()) {
      throw TooMany.requests(verdict);
    }
  }

  @Override
  public void filter(ContainerRequestContext context, ContainerResponseContext answer) {
    if (context.getProperty(VERDICT) instanceof Verdict verdict) {
      // another bucket may have said more already
      verdict.headers().forEach((name, value) -> putIfAbsent(answer, name, value));
    }
  }

  private static void putIfAbsent(ContainerResponseContext answer, String name, String value) {
    if (!answer.getHeaders().containsKey(name)) {
      answer.getHeaders().putSingle(name, value);
    }
  }
}
