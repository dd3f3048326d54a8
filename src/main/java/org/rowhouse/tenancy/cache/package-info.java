/**
 * What is kept for tenants, in this node and in Redis.
 *
 * <p>Promise: no tenant sees what was kept for another, whatever characters a key holds and
 * whatever somebody does to Redis: names are made in one place, and what lies under a name is
 * sealed for it. After a write is acknowledged nobody on the same node is served what was before;
 * on other nodes nobody later than a second after. If Redis could not be told, other nodes, and
 * this one once it is started again, may serve it for one life of the value. Redis may be absent,
 * dead or slow: every answer is then what PostgreSQL says. Refusal: inside a transaction nothing
 * kept is used and nothing is put; what is forgotten there is forgotten after the commit, before
 * anybody hears of it; nothing is kept without an end.
 */
package org.rowhouse.tenancy.cache;
