package org.rowhouse.security;

import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.rowhouse.tenancy.TenantId;

/**
 * Somebody with a verified token.
 *
 * @param subject member id, operator id, or the subject of an external issuer
 * @param member the member, on the tenant plane, for tokens of the built-in issuer
 * @param tenant the tenant that the token speaks for; empty for operators
 * @param session the session that the token belongs to, for tokens of the built-in issuer
 */
public record Caller(
    Plane plane,
    String issuer,
    String subject,
    Optional<UUID> member,
    Optional<TenantId> tenant,
    Optional<UUID> session,
    Set<String> roles) {

  public boolean is(String role) {
    return roles.contains(role);
  }
}
