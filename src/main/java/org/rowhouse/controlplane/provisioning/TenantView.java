package org.rowhouse.controlplane.provisioning;

import java.time.Instant;
import java.util.UUID;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.http.openapi.MayBeNull;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;

/** A tenant as operators and whoever signed it up see it. */
public record TenantView(
    UUID id,
    @MayBeNull String slug,
    String organization,
    Tenant.Status status,
    Isolation isolation,
    String plan,
    LimitsView limits,
    Instant createdAt) {

  /** What this tenant may do at most, where it differs from its plan. */
  public record LimitsView(
      @MayBeNull Integer requestsPerSecond, @MayBeNull Integer concurrentRequests) {}

  public static TenantView of(TenantRow row) {
    return new TenantView(
        row.id().value(),
        row.slug(),
        row.organization(),
        row.status(),
        row.isolation(),
        row.plan(),
        new LimitsView(row.requestsPerSecond(), row.concurrentRequests()),
        row.createdAt());
  }
}
