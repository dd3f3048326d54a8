package org.rowhouse.security;

import jakarta.annotation.security.PermitAll;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.rowhouse.tenancy.TenantClaim;

/**
 * Lets in whoever brings a valid bearer token for this plane, and nobody else, except to what is
 * {@link PermitAll}. A token that is not valid is refused even there: it is never silently nobody.
 *
 * <p>Each plane has its subclass, a provider with priority AUTHENTICATION.
 */
public abstract class AuthenticationFilter implements ContainerRequestFilter {

  private static final String SCHEME = "Bearer ";

  private final Plane plane;
  @Inject private TokenVerifier tokens;
  @Inject private CurrentCaller current;
  @Inject private TenantClaim claim;
  @Context private ResourceInfo resource;

  protected AuthenticationFilter(Plane plane) {
    this.plane = plane;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    List<String> given = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (given == null || given.isEmpty()) {
      if (!AccessRule.of(resource).everybody()) {
        throw new Unauthenticated();
      }
      return;
    }
    String value = given.get(0);
    if (given.size() > 1 || !value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new Unauthenticated();
    }
    Caller caller = tokens.verify(plane, value.substring(SCHEME.length()).strip());
    current.set(caller);
    caller.tenant().ifPresent(claim::set);
  }
}
