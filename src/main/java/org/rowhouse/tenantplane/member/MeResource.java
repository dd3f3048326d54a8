package org.rowhouse.tenantplane.member;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import org.rowhouse.http.Problem;
import org.rowhouse.http.openapi.MayBeNull;
import org.rowhouse.security.Caller;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenantplane.member.MembersResource.MemberView;

/** Who is calling, and where. */
@Path("/me")
@ApplicationScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class MeResource {

  /**
   * @param member null for a caller of an external issuer
   * @param name the organisation's
   */
  public record MeView(
      @MayBeNull MemberView member, UUID tenantId, String slug, String name, List<String> roles) {}

  @Inject private Members members;
  @Inject private CurrentTenant current;
  @Inject private CurrentCaller callers;

  @GET
  @Transactional(TxType.SUPPORTS)
  public MeView getMe() {
    Caller caller = callers.get();
    Tenant tenant = current.get();
    return new MeView(
        caller.member().map(this::viewOf).orElse(null),
        tenant.id().value(),
        tenant.slug(),
        tenant.organization(),
        caller.roles().stream().sorted().toList());
  }

  private MemberView viewOf(UUID member) {
    return members.kept(member).orElseThrow(Problem::notFound).view();
  }
}
