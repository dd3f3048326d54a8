/**
 * What a team needs to test its own product on Rowhouse, published with it as the artefact {@code
 * test-kit}: {@link org.rowhouse.testkit.AsTenant} and {@link
 * org.rowhouse.testkit.ThrowAwayTenant#inServer} inside the server, {@link
 * org.rowhouse.testkit.RunningRowhouse} and {@link org.rowhouse.testkit.LeakCheck} from outside.
 *
 * <p>Promise: it goes the product's own ways (its door into a tenant, its sign-up, its HTTP), so
 * that what holds here holds for customers, and it needs the JDK, Jakarta EE and the product's
 * classes, nothing else: no test framework, no JSON library, no database.
 *
 * <p>Refusal: no back door. It opens no connection, reads no table and knows no secret that an
 * operator does not have.
 *
 * <p>Reason: a resource that a team wrote is where the four walls end. What it keeps in a static
 * field, no wall can see; only asking over HTTP, as another tenant, can.
 */
package org.rowhouse.testkit;
