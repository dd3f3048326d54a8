package org.rowhouse.tenancy;

import org.rowhouse.http.Problem;

/** No tenant lives at this host. */
public class UnknownTenant extends Problem {
  public UnknownTenant() {
    super(404, "unknown-tenant", "Unknown tenant", "No organisation lives at this address.");
  }
}
