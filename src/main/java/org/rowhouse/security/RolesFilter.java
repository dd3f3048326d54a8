package org.rowhouse.security;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.ext.Provider;

/**
 * Enforces {@link jakarta.annotation.security.RolesAllowed} on resource methods and classes. On the
 * control plane a method that says nothing is for operators.
 */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHORIZATION)
public class RolesFilter implements ContainerRequestFilter {

  @Inject private CurrentCaller current;
  @Context private ResourceInfo resource;

  @Override
  public void filter(ContainerRequestContext request) {
    AccessRule rule = AccessRule.of(resource);
    if (rule.everybody()) {
      return;
    }
    Caller caller = current.get();
    boolean operatorsOnly = caller.plane() == Plane.CONTROL && rule.roles().isEmpty();
    if (!rule.admits(caller) || (operatorsOnly && !caller.is("operator"))) {
      throw new Forbidden();
    }
  }
}
