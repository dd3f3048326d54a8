package org.rowhouse.tenancy;

import org.rowhouse.http.Problem;

/** The tenant is suspended; an operator can resume it. */
public class TenantSuspended extends Problem {
  public TenantSuspended() {
    super(
        403,
        "tenant-suspended",
        "Tenant suspended",
        "This organisation is suspended. Ask the operator of this service.");
  }
}
