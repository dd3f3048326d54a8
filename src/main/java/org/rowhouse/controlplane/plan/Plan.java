package org.rowhouse.controlplane.plan;

/**
 * What tenants may ask for at most who have no limit of their own.
 *
 * @param requestsPerSecond over all nodes
 * @param concurrentRequests at one node
 * @param change number of its last change: its ETag
 */
public record Plan(String name, int requestsPerSecond, int concurrentRequests, long change) {}
