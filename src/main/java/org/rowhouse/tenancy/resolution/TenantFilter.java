package org.rowhouse.tenancy.resolution;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.ext.Provider;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.LoggedTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantDirectory;
import org.rowhouse.tenancy.TenantMismatch;
import org.rowhouse.tenancy.TenantMoved;
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

  private final TenantSource host;
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
    this.host = host;
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
        Tenant named =
            key.get().lookUp(directory).orElseThrow(() -> unknown(source, key.get(), context));
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

  /** Only who came by the old address itself is sent on. */
  private Problem unknown(TenantSource source, TenantKey key, ContainerRequestContext context) {
    if (source != host || key.slug() == null) {
      return new UnknownTenant();
    }
    URI here = context.getUriInfo().getRequestUri();
    return directory
        .movedTo(key.slug())
        .<Problem>map(
            slug ->
                new TenantMoved(
                    UriBuilder.fromUri(here)
                        .host(here.getHost().replaceFirst("^[^.]+", slug))
                        .build()))
        .orElseGet(UnknownTenant::new);
  }
}
