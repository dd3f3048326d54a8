/**
 * What stands before two nodes, in a hundred lines: round robin over those whose readiness answers
 * 200, on connections that are kept.
 *
 * <p>Promise: a request goes to one node once; whatever a node does to it reaches the client.
 *
 * <p>Refusal: no second try and no other node for a request that failed, idempotent or not.
 *
 * <p>Reason: balancers that try again hide what a leaving node does to its clients.
 */
package org.rowhouse.proof.balancer;
