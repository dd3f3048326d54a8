package org.rowhouse.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.ext.Provider;

/**
 * Gives every resource method its access rule, read once at start from {@link
 * jakarta.annotation.security.RolesAllowed} and {@link jakarta.annotation.security.PermitAll} on
 * the method or its class. On the control plane a method that says nothing is for operators.
 */
@Provider
@ApplicationScoped
public class AccessFeature implements DynamicFeature {

  @Inject private CurrentCaller current;

  @Override
  public void configure(ResourceInfo resource, FeatureContext context) {
    context.register(new AccessFilter(AccessRule.of(resource), current), Priorities.AUTHORIZATION);
  }
}
