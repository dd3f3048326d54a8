package org.rowhouse.controlplane.operation;

import java.util.Optional;
import org.rowhouse.tenancy.TenantId;

/**
 * An operation to be entered.
 *
 * @param tenant null when it is about no tenant
 * @param request read by its {@link Work}, as JSON
 */
public record NewOperation(
    String kind, TenantId tenant, String request, int total, Optional<Retry> retry) {

  /**
   * How a repeated request is known.
   *
   * @param key the client's Idempotency-Key
   * @param body what the request asks; may hold secrets, and only a keyed hash of it is kept
   */
  public record Retry(String key, String body) {
    @Override
    public String toString() {
      return "Retry[" + key + "]";
    }
  }
}
