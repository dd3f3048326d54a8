package org.rowhouse.tenantplane;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import org.rowhouse.security.AuthenticationFilter;
import org.rowhouse.security.Plane;

/** Lets members into the tenant plane. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class MemberAuthentication extends AuthenticationFilter {
  public MemberAuthentication() {
    super(Plane.TENANT);
  }
}
