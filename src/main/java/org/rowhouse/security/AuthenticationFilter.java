package org.rowhouse.security;

import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.rowhouse.tenancy.TenantClaim;

/**
 * Verifies the bearer token, if there is one. One that is not valid is refused everywhere: it is
 * never silently nobody. Whether a caller is needed is {@link AccessFeature}'s matter, after the
 * tenant has been found.
 *
 * <p>Each plane has its subclass, a provider with priority AUTHENTICATION.
 */
public abstract class AuthenticationFilter implements ContainerRequestFilter {

  private static final String SCHEME = "Bearer ";

  private final Plane plane;
  @Inject private TokenVerifier tokens;
  @Inject private CurrentCaller current;
  @Inject private TenantClaim claim;

  protected AuthenticationFilter(Plane plane) {
    this.plane = plane;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    List<String> given = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (given == null || given.isEmpty()) {
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
