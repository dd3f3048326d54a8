/**
 * How much a tenant, and who has no tenant yet, may ask for.
 *
 * <p>Promise: a tenant that asks for more than its plan gives is told so (429, Retry-After) and
 * takes nothing from the others: neither requests a second, counted over all nodes, nor requests at
 * the same time, counted at each. Only what its own callers ask with a valid token counts for it:
 * who sends none counts by address, and passwords count by the member whose they may be, before one
 * is hashed, whether there is such a member or not. Without Redis every node counts by itself and
 * lets through what all may have together.
 *
 * <p>Refusal: no limit is exact. A node takes up to 50 ms of a rate ahead of need, because a round
 * trip for each request would cost more than most requests do, and a fleet may let that much more
 * through, once. No address of a person, of neither kind, stands in Redis: buckets are called by
 * keyed hashes.
 */
package org.rowhouse.tenancy.limit;
