/**
 * From a tenant to a prepared connection and an EntityManager.
 *
 * <p>Promise: four walls, each failing closed, none trusting the others. No current tenant or no
 * transaction: no connection. EclipseLink puts {@code tenant_id} into every key, so UPDATE and
 * DELETE carry it. PostgreSQL's row level security, forced, compares with a tenant context that is
 * signed for this backend and lives only as long as the transaction: the settings are local to it,
 * so PostgreSQL itself forgets them at COMMIT and ROLLBACK, and a returned connection remembers
 * nothing, whatever went wrong in between. Placement: the search_path holds exactly the home's
 * schema, and a connection at rest sees no home at all.
 *
 * <p>One transaction is one tenant: {@link org.rowhouse.tenancy.isolation.TransactionOwner} is
 * claimed before a connection is lent, by the control plane too. EclipseLink's tenant-less
 * connections (it opens two at deployment) are {@link
 * org.rowhouse.tenancy.isolation.NeutralConnection}s, which talk to no database.
 *
 * <p>Refusal: no default tenant, no second tenant in a transaction, no two-phase commit, no
 * EntityManager outside a transaction. Reason for our own XAResource instead of the container's
 * pool: pools are made while the server runs, one for each database.
 */
package org.rowhouse.tenancy.isolation;
