package org.rowhouse.security;

import java.util.Collection;
import java.util.UUID;

/** Sessions and members whose access tokens are void before they expire. */
public interface Revocations {

  /** Whether this session or member is revoked; from memory, at most 5 s behind the truth. */
  boolean isRevoked(UUID sessionOrMember);

  /**
   * Revokes durably, at once on this node. Call it before the change that it belongs to commits: a
   * revocation too many only asks for a new login.
   */
  void revoke(Collection<UUID> sessionsOrMembers);
}
