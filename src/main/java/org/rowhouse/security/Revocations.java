package org.rowhouse.security;

import java.util.Collection;
import java.util.UUID;

/**
 * Sessions and subjects whose access tokens are void before they expire.
 *
 * <p>A subject (member, operator) is revoked when it is gone for good: tokens issued later are void
 * as well, until the revocation itself expires. Whoever may log in again has its sessions revoked.
 */
public interface Revocations {

  /**
   * Whether this session or subject is revoked; from memory, at most 5 s behind the truth.
   *
   * @throws org.rowhouse.http.Problem 503 when this node cannot know
   */
  boolean isRevoked(UUID sessionOrSubject);

  /**
   * Revokes durably in a transaction of its own, at once on this node. Call it before the change
   * that it belongs to commits: a revocation too many only asks for a new login.
   */
  void revoke(Collection<UUID> sessionsOrSubjects);
}
