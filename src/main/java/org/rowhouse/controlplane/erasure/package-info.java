/**
 * The end of tenants.
 *
 * <p>Promise: nobody enters a deleted tenant any more, at once on this node and within 5 s on all;
 * it answers as if it never was. All it has stays as it is for a time of grace and can be restored,
 * bit by bit the same, because nothing was touched. Then it is purged: its rows, or its schema, or
 * its database with role and password, its former slugs, its domains, its operations, and what
 * others keep of it and remove when {@link org.rowhouse.tenancy.TenantErasing} tells them; also the
 * samples of values that PostgreSQL keeps for its planner. The servers' logs name it by its id.
 * What remains is its id and a certificate: what was removed, in counts, when, and who wanted it. A
 * purge that fails is DEAD until an operator has it tried again; it never goes back.
 *
 * <p>Its slug is free from then on. Everything of a tenant lies under its id, tokens carry the id,
 * and ids are never used again: who takes the slug gets nothing of it.
 *
 * <p>Refusal: no certificate before a shared home was looked at a second time, when the longest
 * request that was let in before every node knew is over: it could have laid rows after the first.
 * The audit trail stays; it holds the certificate too, and no word of the tenant's.
 */
package org.rowhouse.controlplane.erasure;
