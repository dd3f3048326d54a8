package org.rowhouse.tenantplane.invitation;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Versioned;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.security.Passwords;
import org.rowhouse.tenancy.TenantDoor;
import org.rowhouse.tenancy.limit.Attempts;
import org.rowhouse.tenantplane.member.Member;
import org.rowhouse.tenantplane.member.MembersResource.MemberView;
import org.rowhouse.tenantplane.member.Ticket;

/** Accepting an invitation: its token says into which tenant. */
@Path("/acceptances")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class AcceptanceResource {

  /**
   * @param token as it was told to who gave the invitation
   */
  public record AcceptanceInput(
      @NotNull @Size(max = 200) String token,
      @NotBlank @Size(max = 200) String name,
      @NotNull @Size(min = 10, max = 200) String password) {
    @Override
    public String toString() {
      return "AcceptanceInput[]";
    }
  }

  @Inject private Acceptance acceptance;
  @Inject private TenantDoor door;
  @Inject private Passwords passwords;
  @Inject private Attempts attempts;

  /** Makes the member, who can sign in then. */
  @POST
  @PermitAll
  @Answers(value = MemberView.class, status = 201)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response acceptInvitation(@NotNull @Valid AcceptanceInput body, @Context UriInfo uri) {
    Member member =
        Ticket.parse(body.token())
            .flatMap(ticket -> door.enter(ticket.tenant(), () -> accept(ticket, body)))
            .orElseThrow(AcceptanceResource::isVoid);
    return Versioned.created(
        uri.getBaseUriBuilder().path("members/{id}").build(member.id()),
        member.version(),
        MemberView.of(member));
  }

  /** Three steps, and the slow one in the middle outside any transaction. */
  private Member accept(Ticket ticket, AcceptanceInput body) {
    attempts.countFromAnywhere("acceptance", ticket.id().toString());
    if (!acceptance.isOpen(ticket)) {
      throw isVoid();
    }
    String hash = passwords.hash(body.password());
    return acceptance.accept(ticket, body.name(), hash).orElseThrow(AcceptanceResource::isVoid);
  }

  private static Problem isVoid() {
    return new Problem(
        404,
        "invitation-void",
        "Invitation void",
        "This invitation was accepted, withdrawn or given anew, has expired or never was. Ask for"
            + " another.");
  }
}
