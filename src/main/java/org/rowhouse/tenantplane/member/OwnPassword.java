package org.rowhouse.tenantplane.member;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.UUID;

/** Changes a member's password. */
@ApplicationScoped
class OwnPassword {

  @Inject private Members members;
  @Inject private Sessions sessions;

  /**
   * Keeps the new hash and ends all sessions but {@code session}. A sign-in with the old password
   * that is under way opens none: it looks at the hash again, under the same lock.
   *
   * @return false when the password was changed, or the member removed, since {@code seen} was read
   */
  @Transactional
  public boolean change(SignIn.Candidate seen, String hash, Optional<UUID> session) {
    Optional<Member> member =
        members.findLocked(seen.id()).filter(now -> now.passwordHash().equals(seen.passwordHash()));
    member.ifPresent(
        now -> {
          now.changePassword(hash);
          sessions.endOthersOf(now, session);
        });
    return member.isPresent();
  }
}
