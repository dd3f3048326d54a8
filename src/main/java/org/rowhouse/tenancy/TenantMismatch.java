package org.rowhouse.tenancy;

import org.rowhouse.http.Problem;

/** Token, host and header of one request name different tenants. */
public class TenantMismatch extends Problem {
  public TenantMismatch() {
    super(
        403,
        "tenant-mismatch",
        "Tenant mismatch",
        "Token, host and header name different tenants. Send them for one tenant.");
  }
}
