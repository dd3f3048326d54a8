package org.rowhouse.tenancy;

import java.util.UUID;

/** The immutable id of a tenant (UUIDv7), never used twice. */
public record TenantId(UUID value) {

  public TenantId {
    java.util.Objects.requireNonNull(value, "tenant id");
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
