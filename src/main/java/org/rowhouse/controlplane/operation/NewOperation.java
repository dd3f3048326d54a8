package org.rowhouse.controlplane.operation;

import java.util.Optional;
import java.util.UUID;
import org.rowhouse.tenancy.TenantId;

/**
 * An operation to be entered.
 *
 * @param tenant null when it is about no tenant
 * @param request read by its {@link Work}, as JSON
 */
public record NewOperation(
    UUID id, String kind, TenantId tenant, String request, int total, Optional<Retry> retry) {

  /**
   * How a repeated request is known.
   *
   * @param key the client's Idempotency-Key
   * @param fingerprint of the body, from which the body cannot be guessed
   */
  public record Retry(String key, String fingerprint) {}
}
