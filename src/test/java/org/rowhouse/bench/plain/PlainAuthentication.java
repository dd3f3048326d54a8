package org.rowhouse.bench.plain;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.ext.Provider;
import org.rowhouse.security.AuthenticationFilter;
import org.rowhouse.security.Plane;

/** Lets the product's members in. */
@Provider
@ApplicationScoped
@Priority(Priorities.AUTHENTICATION)
public class PlainAuthentication extends AuthenticationFilter {
  public PlainAuthentication() {
    super(Plane.TENANT);
  }
}
