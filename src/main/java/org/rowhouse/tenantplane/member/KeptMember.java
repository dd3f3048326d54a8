package org.rowhouse.tenantplane.member;

import org.rowhouse.tenancy.cache.Region;
import org.rowhouse.tenantplane.member.MembersResource.MemberView;

/** A member as it is kept for reading, by its id. */
record KeptMember(long version, MemberView view) {

  static final Region<KeptMember> REGION = Region.of("member", KeptMember.class);

  static KeptMember of(Member member) {
    return new KeptMember(member.version(), MemberView.of(member));
  }
}
