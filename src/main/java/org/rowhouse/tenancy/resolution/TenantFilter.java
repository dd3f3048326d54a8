package org.rowhouse.tenancy.resolution;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.ext.Provider;
import java.util.List;
import java.util.Optional;
import org.rowhouse.tenancy.LoggedTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantDirectory;
import org.rowhouse.tenancy.TenantMismatch;
import org.rowhouse.tenancy.TenantScope;
import org.rowhouse.tenancy.UnknownTenant;

/**
 * Finds the tenant of a request and enters it. Runs after authentication, whose token is one of the
 * sources, and before authorization.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION + 100)
public class TenantFilter implements ContainerRequestFilter {

  private final List<TenantSource> sources;
  private final TenantDirectory directory;
  private final TenantScope scope;
  // CDI's, not JAX-RS's: two applications share this bean
  @Inject private HttpServletRequest request;

  public TenantFilter() {
    this(null, null, null, null, null);
  }

  @Inject
  TenantFilter(
      HostSource host,
      HeaderSource header,
      ClaimSource claim,
      TenantDirectory directory,
      TenantScope scope) {
    this.sources = host == null ? List.of() : List.of(host, header, claim);
    this.directory = directory;
    this.scope = scope;
  }

  @Override
  public void filter(ContainerRequestContext context) {
    Tenant tenant = null;
    for (TenantSource source : sources) {
      Optional<TenantKey> key = source.read(request);
      if (key.isPresent()) {
        Tenant named = key.get().lookUp(directory).orElseThrow(UnknownTenant::new);
        if (tenant != null && !tenant.id().equals(named.id())) {
          throw new TenantMismatch();
        }
        tenant = named;
      }
    }
    if (tenant != null) {
      scope.enterForRequest(tenant.requireServable());
      LoggedTenant.entered(request, tenant);
    }
  }
}
