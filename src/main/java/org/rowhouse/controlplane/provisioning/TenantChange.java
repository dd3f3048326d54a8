package org.rowhouse.controlplane.provisioning;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.rowhouse.controlplane.catalog.TenantRow;

/** What operators may change of a tenant. */
public record TenantChange(
    @NotBlank @Size(max = 200) String organization,
    @NotNull @Size(max = 40) String slug,
    @NotNull @Pattern(regexp = "[a-z0-9](-?[a-z0-9]){0,39}") String plan,
    @NotNull @Valid LimitsChange limits) {

  /** Null for what the plan gives. */
  public record LimitsChange(
      @Min(1) @Max(1_000_000) Integer requestsPerSecond,
      @Min(1) @Max(100_000) Integer concurrentRequests) {}

  static TenantChange of(TenantRow row) {
    return new TenantChange(
        row.organization(),
        row.slug(),
        row.plan(),
        new LimitsChange(row.requestsPerSecond(), row.concurrentRequests()));
  }

  /** {@code row} with everything changed but its slug. */
  TenantRow on(TenantRow row) {
    return new TenantRow(
        row.id(),
        row.slug(),
        organization.strip(),
        row.status(),
        row.isolation(),
        row.homeId(),
        plan,
        limits.requestsPerSecond(),
        limits.concurrentRequests(),
        row.change(),
        row.createdAt());
  }
}
