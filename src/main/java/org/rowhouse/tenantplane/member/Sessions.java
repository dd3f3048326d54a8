package org.rowhouse.tenantplane.member;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.rowhouse.http.Times;
import org.rowhouse.security.Revocations;
import org.rowhouse.tenancy.isolation.TenantEntity;
import org.rowhouse.tenancy.isolation.TenantRepository;

/** The sessions of the current tenant. */
@ApplicationScoped
class Sessions extends TenantRepository<Session> {

  @Inject private Revocations revocations;

  Sessions() {
    super(Session.class);
  }

  /** Forgets the sessions of {@code member} that nobody renewed in time. */
  void forgetExpired(Member member) {
    where("x.memberId = ?", member.id())
        .and("x.expiresAt < ?", Times.now())
        .list()
        .forEach(entities()::remove);
  }

  /** Ends every session of {@code member}: neither refresh nor access tokens work any longer. */
  void endAllOf(Member member) {
    end(member, session -> true);
  }

  /** As {@link #endAllOf}, but {@code kept} goes on. */
  void endOthersOf(Member member, Optional<UUID> kept) {
    end(member, session -> !Optional.of(session.id()).equals(kept));
  }

  private void end(Member member, Predicate<Session> which) {
    // locked: a renewal under way is waited for, and its session then ends as it is
    List<Session> open =
        entities()
            .createQuery(
                "select x from Session x where x.memberId = :member order by x.id", Session.class)
            .setParameter("member", member.id())
            .setLockMode(LockModeType.PESSIMISTIC_WRITE)
            .getResultList()
            .stream()
            .filter(which)
            .toList();
    List<UUID> ids = open.stream().map(TenantEntity::id).toList();
    if (!ids.isEmpty()) {
      revocations.revoke(ids);
    }
    open.forEach(entities()::remove);
    flush();
  }

  /** Ends one session; one that is gone already is no fault. */
  void end(UUID id) {
    revocations.revoke(List.of(id));
    find(id).ifPresent(this::remove);
  }
}
