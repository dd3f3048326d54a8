package org.rowhouse.tenantplane.member;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import org.rowhouse.security.AuthenticationFilter;
import org.rowhouse.security.Plane;

/** The tenant plane takes tokens made for it. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class MemberAuthentication extends AuthenticationFilter {

  public MemberAuthentication() {
    super(Plane.TENANT);
  }
}
