package org.rowhouse.tenancy;

import java.util.List;
import java.util.Map;
import org.rowhouse.http.Problem;

/** The tenant is being made, moved or migrated, or its home failed to migrate. */
public class TenantUnavailable extends Problem {
  public TenantUnavailable(String type) {
    super(
        503,
        type,
        "Tenant unavailable",
        "This organisation cannot be served at the moment. Try again later.",
        List.of(),
        Map.of("Retry-After", "5"));
  }
}
