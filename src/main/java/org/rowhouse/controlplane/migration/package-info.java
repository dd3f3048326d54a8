/**
 * Brings every home to the version of this deployment, before the application answers.
 *
 * <p>Promise: nodes that are deployed at once migrate once (an advisory lock of PostgreSQL). Homes
 * that serve follow together, by {@link org.rowhouse.controlplane.fleet}: where one would fail,
 * none is changed, the deployment is refused and the nodes of the last version go on. What does not
 * serve is brought up one by one and stops nobody: such a home is FAILED with a reason that can be
 * read, its tenants get 503, and the next deployment tries it again. What serves is brought up one
 * by one only when the last run has brought the fleet to this version: what older nodes make
 * meanwhile, and what was kept locked then; never what a run was stopped before, nor what it has
 * seen fail. A deployment with nothing to do asks one question of the catalog, and each database
 * one about its homes; it does not wait for another node that is at work, as one that has homes to
 * wait for does while the run moves. A further server that does not answer is passed over; its
 * homes wait as they are and are brought up within seconds of its return. The settings say whether
 * homes follow before the node serves, all at once before that, or beside it; a script that begins
 * with {@code -- rowhouse: served without} is one that the version serves homes without. From a
 * shell, {@link org.rowhouse.controlplane.migration.MigrateCommand} does the same without a node. A
 * home that {@link org.rowhouse.controlplane.migration.HomeChecks} finds open is FAILED too, better
 * away than open, and this node serves nobody before it is mended, which it notices itself; what
 * stands open around homes, in a database that they share, keeps it waiting and takes no home away.
 * Nodes of the last deployment may go on: a home they make meanwhile is unavailable on this node
 * until it has been brought up, within seconds. A home that is newer than this node is served as it
 * is and never migrated back, so versions may run side by side and the older one may come back; for
 * that, scripts only add: what the older version does not know is nullable or has a default, and
 * what it uses is taken away by a later version (expand, then contract). Refusal: no cleaning, no
 * schema name in any script, no start with a runtime role that could look past the policies, none
 * behind a pooler that hides or swaps the backends that tenants' contexts are signed for. Reason:
 * the role is the wall, and it is checked where it is made.
 *
 * <p>A DATABASE home is a database, a login role and a schema, all named by the home's id. Creating
 * a database is no part of a transaction, so every step looks whether it is done, in an order that
 * is safe at any end: the password is kept before the role exists, and the database lets nobody in
 * until CONNECT has been revoked from everybody. PostgreSQL grants it to all by default: the login
 * role of one tenant would get into the next one's database, and into the one with the catalog. The
 * databases that the owner of ours does not own (postgres, template1) are the administrator's to
 * close; {@code server-config/postgresql} does.
 *
 * <p>Migrations run as the owner on connections of their own, never on a pool that requests use.
 */
package org.rowhouse.controlplane.migration;
