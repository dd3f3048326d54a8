/**
 * What is done in one home, and in many at once.
 *
 * <p>Promise: a home gets its scripts, their rows in Flyway's history and, where the catalog lies
 * in the same database, its new version there in <b>one</b> transaction and one round trip. The
 * first statement writes the history rows, and only where the history is row for row what the plan
 * expects: a home that is elsewhere than the catalog believes, a second worker, a worker that
 * stalled and comes back, all fail there and change nothing. Locks are waited for briefly and asked
 * for again after a random pause, so that no tenant's request stands behind a script that waits
 * itself. Where others are connected to the server, homes are visited one after another with rests:
 * every script makes all sessions forget what they know of its tables. Flyway accepts every home
 * afterwards.
 *
 * <p>Refusal: nothing is read before it is written, nothing is decided from memory of an earlier
 * visit. Scripts run as the owner; what changes tenants' rows runs inside each tenant, behind the
 * same walls as a request. Reason: a policy that the owner passes by would be a hole in the third
 * wall, and one that he does not know of changes no row and says so to nobody.
 *
 * <p>Connections speak the simple protocol: PostgreSQL itself reads the whole message, so that it
 * is split the way PostgreSQL splits it.
 */
package org.rowhouse.controlplane.fleet.visit;
