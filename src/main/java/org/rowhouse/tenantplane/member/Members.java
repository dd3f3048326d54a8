package org.rowhouse.tenantplane.member;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.cache.method.CacheResult;
import org.rowhouse.tenancy.isolation.Sort;
import org.rowhouse.tenancy.isolation.TenantRepository;
import org.rowhouse.tenantplane.member.MembersResource.KeptMember;

/** The members of the current tenant. */
@ApplicationScoped
public class Members extends TenantRepository<Member> {

  private static final Sort<Member> OLDEST_FIRST =
      new Sort<>("createdAt", false, m -> m.createdAt().toString(), Instant::parse);

  Members() {
    super(Member.class);
  }

  /** The member with this id, for reading. */
  @CacheResult(region = KeptMember.REGION_NAME)
  public Optional<KeptMember> kept(UUID id) {
    return find(id).map(KeptMember::of);
  }

  Optional<Member> byEmail(String email) {
    return where("x.email = ?", Member.normal(email)).first();
  }

  /**
   * Adds a member.
   *
   * @throws Problem 409 when the e-mail address is another member's
   */
  public Member join(String email, String name, List<String> roles, String passwordHash) {
    requireFree(email);
    return add(new Member(email, name, roles, passwordHash));
  }

  /**
   * @throws Problem 409 when the e-mail address is a member's
   */
  public void requireFree(String email) {
    if (byEmail(email).isPresent()) {
      throw Problem.conflict("email-taken", "A member with this e-mail address exists.");
    }
  }

  Page<Member> list(Paging paging) {
    return query().page(OLDEST_FIRST, paging);
  }

  /** Refuses an id that is no member's; {@code field} is what the client called it. */
  public void require(UUID id, String field) {
    if (id != null && find(id).isEmpty()) {
      throw Problem.invalid(field, "is not a member");
    }
  }

  /**
   * The admins, locked. Whoever changes or removes a member locks these first and the member next:
   * so the last admin stays, and no sign-in opens a session that such a change would miss.
   */
  List<Member> lockAdmins() {
    return entities()
        .createQuery(
            "select x from Member x where x.roleWords like '%,admin,%' order by x.id", Member.class)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList();
  }
}
