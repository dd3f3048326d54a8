package org.rowhouse.controlplane.operation;

import java.util.Optional;
import org.rowhouse.tenancy.TenantId;

/**
 * An operation to be entered.
 *
 * @param tenant null when it is about no tenant
 * @param request read by its {@link Work}, as JSON
 * @param by the operator's id; empty for the public and for this service itself
 * @param address where the public asked from, of which only a keyed hash is kept; empty where that
 *     does not count
 */
public record NewOperation(
    String kind,
    TenantId tenant,
    String request,
    Optional<Retry> retry,
    Optional<String> by,
    Optional<String> address) {

  /** One that no client will repeat, asked for by {@code by}. */
  public NewOperation(String kind, TenantId tenant, String request, Optional<String> by) {
    this(kind, tenant, request, Optional.empty(), by, Optional.empty());
  }

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
