package org.rowhouse.tenantplane.member;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.rowhouse.security.Passwords;
import org.rowhouse.security.Plane;
import org.rowhouse.security.token.AccessTokens;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.TenantId;

/** Opens and renews sessions of the current tenant. */
@ApplicationScoped
class SignIn {

  /** What a member gets: shown once. */
  record Tokens(String access, long expiresIn, String refresh) {
    @Override
    public String toString() {
      return "Tokens[]";
    }
  }

  /** A member as found by e-mail, before the password is checked. */
  record Candidate(UUID id, String passwordHash) {
    @Override
    public String toString() {
      return "Candidate[" + id + "]";
    }
  }

  @Inject private Members members;
  @Inject private Sessions sessions;
  @Inject private Passwords passwords;
  @Inject private AccessTokens accessTokens;
  @Inject private CurrentTenant current;
  @Inject private Settings settings;

  /** Whether and who: outside a transaction, because a password check holds no connection. */
  boolean isPassword(String password, Optional<Candidate> candidate) {
    return candidate
        .map(c -> passwords.verify(password, c.passwordHash()))
        .orElseGet(() -> passwords.verifyNobody(password));
  }

  @Transactional
  public Optional<Candidate> candidate(String email) {
    return members.byEmail(email).map(m -> new Candidate(m.id(), m.passwordHash()));
  }

  @Transactional
  public Optional<Candidate> candidate(UUID member) {
    return members.find(member).map(m -> new Candidate(m.id(), m.passwordHash()));
  }

  /** Opens a session, unless the member was removed or changed while the password was checked. */
  @Transactional
  public Optional<Tokens> open(Candidate candidate) {
    return members
        .findLocked(candidate.id())
        .filter(member -> member.passwordHash().equals(candidate.passwordHash()))
        .map(
            member -> {
              sessions.forgetExpired(member);
              return renew(member, new Session(member));
            });
  }

  /**
   * Renews the session once for each refresh token. One that was used before is in two hands: the
   * session ends, and that must commit, so it is an empty answer and not an exception.
   */
  @Transactional
  public Optional<Tokens> renew(Ticket token) {
    Optional<Session> session = sessions.findLocked(token.id());
    if (session.isEmpty()) {
      return Optional.empty();
    }
    if (!token.matches(session.get().secretHash()) || session.get().isExpired()) {
      sessions.end(session.get().id());
      return Optional.empty();
    }
    return members.find(session.get().memberId()).map(member -> renew(member, session.get()));
  }

  @Transactional
  public void end(UUID session) {
    sessions.end(session);
  }

  /** Under the member's lock: a sign-in that holds it ends too, one that waits comes after. */
  @Transactional
  public void endAllOf(UUID member) {
    members.findLocked(member).ifPresent(sessions::endAllOf);
  }

  private Tokens renew(Member member, Session session) {
    TenantId tenant = current.get().id();
    Ticket refresh = Ticket.make(tenant, session.id());
    session.renew(refresh.hash(), settings.tokens().refreshLifetime());
    sessions.add(session);
    String access =
        accessTokens.issue(
            Plane.TENANT,
            member.id(),
            Optional.of(tenant),
            Optional.of(session.id()),
            Set.copyOf(member.roles()));
    return new Tokens(access, accessTokens.lifetime().toSeconds(), refresh.text());
  }
}
