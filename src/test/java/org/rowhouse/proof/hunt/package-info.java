/**
 * The leak hunt: many clients work in many tenants at once, every row carries a canary that names
 * its tenant, and every byte that comes back is searched.
 *
 * <p>Promise: a foreign canary, a foreign id, a status 500, a lost or changed row is found and told
 * with the request that showed it. Each client works as a customer does; the hunt knows nothing of
 * how tenants are kept apart.
 *
 * <p>Refusal: no tolerance. One finding is red, and a hunt that finds nothing where a fault was
 * planted is red too.
 *
 * <p>Reason: whether tenants meet is decided by threads, connections and caches under load, not in
 * a unit test.
 */
package org.rowhouse.proof.hunt;
