/**
 * What is left of a tenant that was purged.
 *
 * <p>Promise: every place where a word of the tenant's could stay is searched: each row of each
 * table of each database as text, PostgreSQL's own tables too, Redis, and all that the servers have
 * logged; plain, in hexadecimal and in Base64. The same search finds the words while the tenant is
 * there.
 *
 * <p>Refusal: no list of tables. Reason: the one that keeps a word is the one nobody thought of.
 */
package org.rowhouse.proof.erased;
