/**
 * From a tenant to a prepared connection and an EntityManager.
 *
 * <p>Promise: four walls, each failing closed, none trusting the others. No current tenant, or
 * neither a transaction nor a method that reads: no connection. EclipseLink puts {@code tenant_id}
 * into every key, so UPDATE and DELETE carry it. PostgreSQL's row level security, forced, compares
 * with a tenant context that is signed for this backend and lives only as long as the transaction:
 * the settings are local to it, so PostgreSQL itself forgets them at COMMIT and ROLLBACK, and a
 * returned connection remembers no tenant, whatever went wrong in between. Placement: the
 * search_path holds exactly the home's schema, and a connection at rest sees no home at all.
 *
 * <p>Reads and writes differ. The tenant's home and signed context travel in the message of the
 * first statement of a transaction, or, where a method only reads
 * ({@code @Transactional(SUPPORTS)}), in the message of every statement, with a BEGIN READ ONLY in
 * front and a ROLLBACK behind: one round trip and no JTA. So no row, no object and no setting of a
 * SELECT stays on the connection, not even one for the whole session; and what a writing
 * transaction has set, PostgreSQL forgets with its COMMIT ({@code commit; reset all}). {@link
 * org.rowhouse.tenancy.isolation.PlacedStatement} is the one place where both are made, and a
 * connection that is lent knows no other way to speak.
 *
 * <p>{@link org.rowhouse.tenancy.isolation.ServerPool} lends a node's connections to one server
 * over all its databases. It is our own, and not one pool of a library for each database, because
 * what matters lies between the databases: one bound for all of them together, the connection that
 * rested longest makes room for a database that has none, a tenant holds its share and no more, and
 * homes keep to the connections that know them, as PostgreSQL never frees what a backend has read
 * of a catalog.
 *
 * <p>What was made of a row and kept is forgotten with each INSERT, UPDATE and DELETE of the row,
 * by EclipseLink's own events ({@link org.rowhouse.tenancy.isolation.TenantEntity}), and not by
 * whoever writes: nobody can leave it out. Where EclipseLink does not see the rows that change,
 * because PostgreSQL cascades or one statement changes many, all of the tenant is forgotten.
 *
 * <p>One transaction is one tenant: {@link org.rowhouse.tenancy.isolation.TransactionOwner} is
 * claimed before a connection is lent, by the control plane too. EclipseLink's tenant-less
 * connections (it opens two at deployment) are {@link
 * org.rowhouse.tenancy.isolation.NeutralConnection}s, which talk to no database.
 *
 * <p>An assumed breach (test {@code AssumedBreach}): who can run any SQL inside one tenant's
 * connection sees and changes no row of another, in any isolation. What he can see is what
 * PostgreSQL's catalogs tell every role of a database, and in SHARED and SCHEMA homes that database
 * is shared: how many homes there are and what their schemas and roles are called (names made of
 * ids, never of slugs), how many rows and pages a table has ({@code reltuples}, sizes, counters of
 * {@code pg_stat_user_tables}), estimates of {@code EXPLAIN}, which are made of statistics over all
 * tenants' values, gaps in {@code xmin} and {@code ctid}; of the server the names of databases and
 * roles, settings, locks, and in {@code pg_stat_activity} the statements that other backends of the
 * same role run: their text, never their values, which are bound. What he can do besides harm to
 * his own tenant: write rows of his own tenant into another home's schema, where nobody sees them;
 * leave large objects, which nobody reads; hold up others for the time of a statement (heavy
 * queries, {@code pg_terminate_backend} of the same role) or, by an advisory lock, as long as the
 * connection is kept (a seed of {@code random()} stays as long), unless an administrator has taken
 * those functions away, as {@code server-config/postgresql/prepare.sh} does. A DATABASE tenant
 * shares neither catalog nor role: of others it sees names of databases and roles.
 *
 * <p>PostgreSQL cannot keep a role from preparing statements or from changing its session, and a
 * backend serves one tenant after the other. So it is the text that is looked at: {@link
 * org.rowhouse.tenancy.isolation.PlainSql}.
 *
 * <p>Methods of beans that every request calls are public although their classes are not: the
 * container's proxies call others by reflection.
 *
 * <p>Refusal: no default tenant, no second tenant in a transaction, no two-phase commit, no
 * EntityManager outside a transaction or a method that reads. Reason for our own XAResource instead
 * of the container's pool: databases are made while the server runs.
 */
package org.rowhouse.tenancy.isolation;
