package org.rowhouse.controlplane.catalog;

import java.time.Instant;
import java.util.UUID;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Limits;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/**
 * A tenant as the catalog keeps it.
 *
 * @param slug null where the tenant can never be reached again
 * @param homeId null after a failed sign-up, and when it is DELETED
 * @param requestsPerSecond null for what the plan gives; so {@code concurrentRequests}
 * @param change number of its last change, never two changes with one: its ETag
 */
public record TenantRow(
    TenantId id,
    String slug,
    String organization,
    Tenant.Status status,
    Isolation isolation,
    UUID homeId,
    String plan,
    Integer requestsPerSecond,
    Integer concurrentRequests,
    long change,
    Instant createdAt) {
  /**
   * The tenant living in {@code home}, before requests know it: within the limits of any tenant,
   * and as of its own last change.
   */
  public Tenant in(Home home) {
    return new Tenant(id, slug, organization, status, isolation, home, Limits.STANDARD, change);
  }
}
