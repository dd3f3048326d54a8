package org.rowhouse.controlplane.domain;

import java.time.Instant;
import java.util.UUID;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.account.Domain;

/**
 * A domain as the catalog keeps it.
 *
 * @param misses how often in a row its proof was absent
 */
public record DomainRow(
    UUID id,
    TenantId tenantId,
    String name,
    Domain.State state,
    String token,
    int misses,
    Instant provenAt,
    long version,
    Instant createdAt) {

  private static final String VALUE = "rowhouse-verification=";

  /** Where the record is that proves it. */
  String record() {
    return DomainName.record(name);
  }

  /** What the record must say. */
  String value() {
    return VALUE + token;
  }

  /** As its tenant sees it. */
  Domain told() {
    return new Domain(id, name, state, record(), value(), createdAt, provenAt, version);
  }
}
