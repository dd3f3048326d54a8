package org.rowhouse.tenantplane.member;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.rowhouse.http.Versioned;
import org.rowhouse.tenantplane.Idempotent;
import org.rowhouse.tenantplane.member.JoiningResource.NewMember;
import org.rowhouse.tenantplane.member.MembersResource.MemberView;

/** Adds members, once for each key of a request. */
@ApplicationScoped
class NewMembers {

  @Inject private Members members;

  @Idempotent
  @Transactional
  public Response create(NewMember body, String passwordHash, UriInfo uri) {
    Member member = members.join(body.email(), body.name(), body.roles(), passwordHash);
    return Versioned.created(
        uri.getAbsolutePathBuilder().path(member.id().toString()).build(),
        member.version(),
        MemberView.of(member));
  }
}
