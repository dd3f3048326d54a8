/**
 * The whole product on one machine: for a newcomer ({@link org.rowhouse.dev.DevRun}) and for tests
 * ({@link org.rowhouse.dev.RunningProduct}).
 *
 * <p>Promise: the servers are the real ones (PostgreSQL, Redis, an application server with the
 * packaged WAR), they listen on loopback only, and nothing started here outlives the run: what a
 * killed run left behind is stopped by the next one on the same directory.
 *
 * <p>Refusal: no mocks, no containers, no second way of configuring the product. The server starts
 * with the scripts of {@code server-config}, the ones an operator uses.
 *
 * <p>Reason: what a newcomer sees, what the tests hold and what is deployed must be one thing.
 */
package org.rowhouse.dev;
