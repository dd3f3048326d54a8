package org.rowhouse.controlplane.access;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import org.rowhouse.security.AuthenticationFilter;
import org.rowhouse.security.Plane;

/** Lets operators into the control plane. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class OperatorAuthentication extends AuthenticationFilter {
  public OperatorAuthentication() {
    super(Plane.CONTROL);
  }
}
