package org.rowhouse.tenantplane.invitation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import org.rowhouse.tenantplane.member.Member;
import org.rowhouse.tenantplane.member.Members;
import org.rowhouse.tenantplane.member.Ticket;

/** Turns an invitation of the current tenant into a member. */
@ApplicationScoped
class Acceptance {

  @Inject private Invitations invitations;
  @Inject private Members members;

  /** Whether it can be accepted at this moment. */
  @Transactional
  public boolean isOpen(Ticket ticket) {
    return invitations.find(ticket.id()).filter(found -> opens(found, ticket)).isPresent();
  }

  /**
   * Accepts it, once: of two at the same time the second waits here and finds nothing.
   *
   * @throws org.rowhouse.http.Problem 409 when the e-mail address has become a member's meanwhile
   */
  @Transactional
  public Optional<Member> accept(Ticket ticket, String name, String passwordHash) {
    return invitations
        .findLocked(ticket.id())
        .filter(found -> opens(found, ticket))
        .map(
            found -> {
              invitations.remove(found);
              return members.join(found.email(), name, found.roles(), passwordHash);
            });
  }

  private boolean opens(Invitation invitation, Ticket ticket) {
    return invitation.opensWith(ticket)
        && invitation
            .invitedBy()
            .map(giver -> members.find(giver).filter(Member::isAdmin).isPresent())
            .orElse(true);
  }
}
