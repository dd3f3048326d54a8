/**
 * The product: an issue tracker, to be replaced by a team's own.
 *
 * <p>Promise: code here lives inside exactly one tenant and never names it; it cannot choose
 * another, open a connection, write native SQL or start a thread (ArchitectureTest). A new entity
 * is one SQL file in {@code db/tenant}, an entity that extends {@link
 * org.rowhouse.tenancy.isolation.TenantEntity}, a repository that extends {@link
 * org.rowhouse.tenancy.isolation.TenantRepository}, a resource, a test, and a line in
 * persistence.xml. The features stand in the order member, project, issue, comment: each may use
 * those before it. This root holds what they share: the JAX-RS application and {@link
 * org.rowhouse.tenantplane.Idempotent}.
 */
package org.rowhouse.tenantplane;
