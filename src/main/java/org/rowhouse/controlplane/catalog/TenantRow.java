package org.rowhouse.controlplane.catalog;

import java.time.Instant;
import java.util.UUID;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/**
 * A tenant as the catalog keeps it.
 *
 * @param slug null where the tenant can never be reached again
 * @param homeId null after a failed sign-up
 * @param change number of its last change, never two changes with one: its ETag
 */
public record TenantRow(
    TenantId id,
    String slug,
    String organization,
    Tenant.Status status,
    Isolation isolation,
    UUID homeId,
    long change,
    Instant createdAt) {}
