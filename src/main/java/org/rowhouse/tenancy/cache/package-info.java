/**
 * Redis, and nothing else touches it.
 *
 * <p>Promise: Redis may be absent, dead or slow; every answer is then what PostgreSQL says, and
 * readiness does not depend on it. Refusal: no key is built and no value is read outside this
 * package, because a key without its tenant is a leak.
 */
package org.rowhouse.tenancy.cache;
