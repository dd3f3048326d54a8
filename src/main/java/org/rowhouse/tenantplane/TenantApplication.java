package org.rowhouse.tenantplane;

import jakarta.ws.rs.ApplicationPath;
import org.rowhouse.http.PlaneApplication;

/** The tenant plane over HTTP. */
@ApplicationPath("/api/v1")
public class TenantApplication extends PlaneApplication {

  public TenantApplication() {
    super(
        "org.rowhouse.tenantplane",
        "org.rowhouse.tenancy",
        "org.rowhouse.security",
        "org.rowhouse.http");
  }
}
