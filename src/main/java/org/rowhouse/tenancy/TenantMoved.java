package org.rowhouse.tenancy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.rowhouse.http.Problem;

/** The tenant at this host has another slug now; for a while its visitors are sent on. */
public class TenantMoved extends Problem {
  public TenantMoved(URI location) {
    super(
        308,
        "tenant-moved",
        "Tenant moved",
        "This organisation has another address now.",
        List.of(),
        Map.of("Location", location.toString()));
  }
}
