/**
 * How tokens are made and checked.
 *
 * <p>Promise: the order of the checks is fixed: size and shape, algorithm by allow-list, issuer,
 * that issuer's own keys, signature, time, audience, tenant, roles, revocation. An issuer outside
 * speaks only for the tenants it was given and never for an operator; its keys are at most 40 s old
 * and what was verified with them is remembered for at most 20 s, so that a key withdrawn there is
 * void here within 60 s. Refusal: nothing is remembered of a token that was not valid, and nothing
 * remembered outlives its token, the key set it was checked with, or a revocation. Reason for
 * remembering at all: an ES256 check costs more than the rest of a request.
 */
package org.rowhouse.security.token;
