package org.rowhouse.tenancy;

/**
 * How much one tenant may ask for.
 *
 * @param requestsPerSecond over all nodes
 * @param concurrentRequests at one node
 */
public record Limits(int requestsPerSecond, int concurrentRequests) {

  /** Where no plan says anything else. */
  public static final Limits STANDARD = new Limits(1_000, 32);
}
