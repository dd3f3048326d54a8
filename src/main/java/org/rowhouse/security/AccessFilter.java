package org.rowhouse.security;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;

/** Enforces the rule of one resource method; where the rule says nothing, any caller will do. */
record AccessFilter(AccessRule rule, CurrentCaller current) implements ContainerRequestFilter {

  @Override
  public void filter(ContainerRequestContext request) {
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
