/**
 * What may befall Redis while tenants work.
 *
 * <p>Promise: each trouble is real: a real Redis that is killed, has no memory left or holds what
 * nobody but an intruder put there, and a real connection that breaks, stalls or carries noise.
 *
 * <p>Refusal: nothing inside the product is touched. Reason: what it does about a Redis that lies
 * shows in its answers, or nowhere.
 */
package org.rowhouse.proof.redis;
