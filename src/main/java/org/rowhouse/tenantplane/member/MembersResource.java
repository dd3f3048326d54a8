package org.rowhouse.tenantplane.member;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
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
import org.rowhouse.http.MergePatch;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Patching;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Versioned;
import org.rowhouse.security.Passwords;
import org.rowhouse.tenantplane.Idempotent;

/** Members over HTTP: every member reads, admins write. */
@Path("/members")
@ApplicationScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class MembersResource {

  private static final String ROLE = "admin|member";

  public record NewMember(
      @NotNull @Email @Size(max = 254) String email,
      @NotBlank @Size(max = 200) String name,
      @NotNull @Size(min = 10, max = 200) String password,
      @NotEmpty @Size(max = 2) List<@NotNull @Pattern(regexp = ROLE) String> roles) {
    public NewMember {
      roles = roles == null ? List.of("member") : roles;
    }

    @Override
    public String toString() {
      return "NewMember[]";
    }
  }

  /** What a PATCH may change. */
  public record MemberChange(
      @NotNull @Email @Size(max = 254) String email,
      @NotBlank @Size(max = 200) String name,
      @NotEmpty @Size(max = 2) List<@NotNull @Pattern(regexp = ROLE) String> roles) {}

  public record MemberView(
      UUID id, String email, String name, List<String> roles, Instant createdAt) {
    static MemberView of(Member member) {
      return new MemberView(
          member.id(), member.email(), member.name(), member.roles(), member.createdAt());
    }
  }

  @Inject private Members members;
  @Inject private Sessions sessions;
  @Inject private Passwords passwords;
  @Inject private Patching patching;

  @GET
  @Transactional(TxType.SUPPORTS)
  public Response listMembers(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    return members.list(paging).map(MemberView::of).answer(uri);
  }

  @POST
  @RolesAllowed("admin")
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  public Response createMember(@NotNull @Valid NewMember body, @Context UriInfo uri) {
    // before members are touched: hashing is slow, and would hold their locks
    String hash = passwords.hash(body.password());
    requireFree(body.email());
    Member member = members.add(new Member(body.email(), body.name(), body.roles(), hash));
    return Versioned.created(
        uri.getAbsolutePathBuilder().path(member.id().toString()).build(),
        member.version(),
        MemberView.of(member));
  }

  @GET
  @Transactional(TxType.SUPPORTS)
  @Path("/{id}")
  public Response getMember(@PathParam("id") UUID id, @Context Request request) {
    Member member = members.get(id);
    return Versioned.found(request, member.version(), MemberView.of(member));
  }

  @PATCH
  @Path("/{id}")
  @RolesAllowed("admin")
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  public Response updateMember(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") String ifMatch,
      @NotNull MergePatch patch,
      @Context Request request) {
    List<Member> admins = members.lockAdmins();
    Member member = members.lock(id);
    Versioned.requireMatch(request, ifMatch, member.version());
    MemberChange change =
        patching.apply(patch, new MemberChange(member.email(), member.name(), member.roles()));
    if (!Member.normal(change.email()).equals(member.email())) {
      requireFree(change.email());
    }
    boolean rolesChange =
        !member.roles().equals(change.roles().stream().distinct().sorted().toList());
    if (!change.roles().contains(Member.ADMIN)) {
      requireAnother(admins, member);
    }
    member.change(change.email(), change.name(), change.roles());
    members.flush();
    if (rolesChange) {
      sessions.endAllOf(member);
    }
    return Versioned.changed(member.version(), MemberView.of(member));
  }

  @DELETE
  @Path("/{id}")
  @RolesAllowed("admin")
  public Response deleteMember(
      @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @Context Request request) {
    List<Member> admins = members.lockAdmins();
    Member member = members.lock(id);
    Versioned.requireMatch(request, ifMatch, member.version());
    requireAnother(admins, member);
    sessions.endAllOf(member);
    members.remove(member);
    return Response.noContent().build();
  }

  private void requireFree(String email) {
    if (members.byEmail(email).isPresent()) {
      throw Problem.conflict("email-taken", "A member with this e-mail address exists.");
    }
  }

  private static void requireAnother(List<Member> admins, Member leaving) {
    if (leaving.isAdmin() && admins.stream().allMatch(admin -> admin.id().equals(leaving.id()))) {
      throw Problem.conflict("last-admin", "The last admin cannot be taken away.");
    }
  }
}
