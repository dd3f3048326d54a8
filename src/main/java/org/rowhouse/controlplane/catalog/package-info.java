/**
 * Which homes and tenants there are, and the directory that requests ask.
 *
 * <p>Promise: {@link org.rowhouse.controlplane.catalog.Catalog} answers from memory, is at most 5 s
 * behind the truth, and refuses with 503 rather than answer from older knowledge. Every write of a
 * home or tenant takes the next number of one locked counter row, so numbers become visible in
 * their own order and "what changed after the last number" misses nothing. Refusal: a tenant's row
 * is never deleted, only its state changes, else nodes would not hear of the end; a home's is
 * deleted only after it was given up and dropped, with the sign-up that was undone or the tenant
 * that was purged. Transactions that write several of them begin with {@link
 * org.rowhouse.controlplane.catalog.Changes#lock}. Reason for one counter: tenants change a few
 * times a second at most; a lost change would be a suspended tenant still served.
 *
 * <p>A home says server, database and schema: homes in further databases and on further servers are
 * further rows. A slug is a label that may move from one tenant to another; nothing physical is
 * named after it.
 */
package org.rowhouse.controlplane.catalog;
