package org.rowhouse.tenantplane.invitation;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Times;
import org.rowhouse.tenancy.isolation.Sort;
import org.rowhouse.tenancy.isolation.TenantRepository;
import org.rowhouse.tenantplane.member.Member;

/** The invitations of the current tenant. */
@ApplicationScoped
class Invitations extends TenantRepository<Invitation> {

  private static final Sort<Invitation> OLDEST_FIRST =
      new Sort<>("createdAt", false, i -> i.createdAt().toString(), Instant::parse);

  Invitations() {
    super(Invitation.class);
  }

  Page<Invitation> list(Paging paging) {
    return query().page(OLDEST_FIRST, paging);
  }

  /** Withdraws what {@code email} was given before, and forgets what nobody accepted in time. */
  void clearFor(String email) {
    where("x.email = ?", Member.normal(email)).list().forEach(entities()::remove);
    where("x.expiresAt < ?", Times.now()).list().forEach(entities()::remove);
    flush();
  }
}
