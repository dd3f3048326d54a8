/**
 * Who calls: tokens are verified and issued here, and callers get their roles.
 *
 * <p>Promise: a caller is somebody whose token was signed by an allowed algorithm with a key bound
 * to its issuer, for this plane, not expired and not revoked; a tenant's token never opens the
 * control plane and an operator's never a tenant. Withdrawal of a session or member is effective on
 * every node within 5 s, of a key within 60 s. Refusal: tokens choose nothing; headers such as jku,
 * x5u, jwk and x5c are never followed, and crit is refused. This package stores nothing: {@link
 * org.rowhouse.security.KeyStore} and {@link org.rowhouse.security.Revocations} are implemented by
 * the control plane.
 */
package org.rowhouse.security;
