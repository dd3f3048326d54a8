/**
 * What the scripts of {@code db/tenant} would do, read once for all homes.
 *
 * <p>Promise: Flyway finds, orders and checksums the scripts; everything a home needs to know is in
 * a {@link org.rowhouse.controlplane.fleet.plan.Plan}, which no database is asked for again. Each
 * version has a fingerprint of the scripts that lead to it: a script that was edited after homes
 * had it is found in the catalog, before any home is visited.
 *
 * <p>Refusal: repeatable scripts (of two versions that run side by side each would undo the
 * other's), scripts in Java, statements that begin or end transactions, names of schemas. Reason: a
 * script is one part of a message that is one transaction.
 */
package org.rowhouse.controlplane.fleet.plan;
