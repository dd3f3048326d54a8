package org.rowhouse.tenancy.limit;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import org.rowhouse.tenancy.TenantClaim;

/** Limits, by their address, those without a token, before anything is looked up for them. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION + 50)
public class StrangerFilter implements ContainerRequestFilter {

  private final TenantClaim claim;
  private final Addresses addresses;

  public StrangerFilter() {
    this(null, null);
  }

  @Inject
  StrangerFilter(TenantClaim claim, Addresses addresses) {
    this.claim = claim;
    this.addresses = addresses;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    if (claim.find().isEmpty()) {
      addresses.countStranger();
    }
  }
}
