/**
 * Redis, and nothing else touches it.
 *
 * <p>Promise: Redis may be absent, dead, slow or lying, and no caller waits for it longer than a
 * fraction of a second: what it cannot do now it says ({@link
 * org.rowhouse.tenancy.cache.redis.Unreachable}), and a connection that did not answer in time is
 * never used again. Refusal: bytes and names only; what they mean, and whose they are, is said by
 * {@link org.rowhouse.tenancy.cache}, the only package that makes names.
 */
package org.rowhouse.tenancy.cache.redis;
