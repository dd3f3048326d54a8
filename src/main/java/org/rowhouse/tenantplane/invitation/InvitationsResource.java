package org.rowhouse.tenantplane.invitation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Versioned;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenantplane.member.Members;
import org.rowhouse.tenantplane.member.MembersResource;
import org.rowhouse.tenantplane.member.Ticket;

/** Invitations over HTTP, for admins. */
@Path("/invitations")
@ApplicationScoped
@Transactional
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class InvitationsResource {

  public record InvitationInput(
      @NotNull @Email @Size(max = 254) String email,
      @NotEmpty @Size(max = 2)
          List<@NotNull @Pattern(regexp = MembersResource.ROLE) String> roles) {
    public InvitationInput {
      roles = roles == null ? List.of("member") : roles;
    }
  }

  public record InvitationView(
      UUID id, String email, List<String> roles, Instant createdAt, Instant expiresAt) {
    static InvitationView of(Invitation invitation) {
      return new InvitationView(
          invitation.id(),
          invitation.email(),
          invitation.roles(),
          invitation.createdAt(),
          invitation.expiresAt());
    }
  }

  /**
   * What the giver of an invitation sees, once.
   *
   * @param token to be passed on to who is invited
   */
  public record GivenInvitation(
      UUID id,
      String email,
      List<String> roles,
      Instant createdAt,
      Instant expiresAt,
      String token) {
    @Override
    public String toString() {
      return "GivenInvitation[" + id + "]";
    }
  }

  @Inject private Invitations invitations;
  @Inject private Members members;
  @Inject private CurrentTenant current;
  @Inject private CurrentCaller caller;

  @GET
  @Transactional(TxType.SUPPORTS)
  public Response listInvitations(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    return invitations.list(paging).map(InvitationView::of).answer(uri);
  }

  /**
   * Voids what the address was given before. No Idempotency-Key: the answer holds the token, which
   * is kept nowhere, and who has not got it invites again.
   */
  @POST
  @Answers(value = GivenInvitation.class, status = 201)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response createInvitation(@NotNull @Valid InvitationInput body, @Context UriInfo uri) {
    members.requireFree(body.email());
    invitations.clearFor(body.email());
    Invitation given = new Invitation(body.email(), body.roles(), caller.get().member());
    Ticket ticket = Ticket.make(current.get().id(), given.id());
    given.closeWith(ticket);
    invitations.add(given);
    return Versioned.created(
        uri.getAbsolutePathBuilder().path(given.id().toString()).build(),
        given.version(),
        new GivenInvitation(
            given.id(),
            given.email(),
            given.roles(),
            given.createdAt(),
            given.expiresAt(),
            ticket.text()));
  }

  @GET
  @Transactional(TxType.SUPPORTS)
  @Path("/{id}")
  public Response getInvitation(@PathParam("id") UUID id, @Context Request request) {
    Invitation invitation = invitations.get(id);
    return Versioned.found(request, invitation.version(), InvitationView.of(invitation));
  }

  /** Withdraws it. */
  @DELETE
  @Path("/{id}")
  public Response deleteInvitation(
      @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @Context Request request) {
    Invitation invitation = invitations.lock(id);
    Versioned.requireMatch(request, ifMatch, invitation.version());
    invitations.remove(invitation);
    return Response.noContent().build();
  }
}
