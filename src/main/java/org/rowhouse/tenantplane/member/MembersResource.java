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
import org.rowhouse.tenancy.cache.Region;

/** Members over HTTP: every member reads, admins write. */
@Path("/members")
@ApplicationScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class MembersResource {

  /** What a role can be called, as a pattern. */
  public static final String ROLE = "admin|member";

  /** What a PATCH may change. */
  public record MemberChange(
      @NotNull @Email @Size(max = 254) String email,
      @NotBlank @Size(max = 200) String name,
      @NotEmpty @Size(max = 2) List<@NotNull @Pattern(regexp = ROLE) String> roles) {}

  public record MemberView(
      UUID id, String email, String name, List<String> roles, Instant createdAt) {
    public static MemberView of(Member member) {
      return new MemberView(
          member.id(), member.email(), member.name(), member.roles(), member.createdAt());
    }
  }

  /** As it is kept for reading, by its id. */
  record KeptMember(long version, MemberView view) {

    static final String REGION_NAME = "member";
    static final Region<KeptMember> REGION = Region.of(REGION_NAME, KeptMember.class);

    static KeptMember of(Member member) {
      return new KeptMember(member.version(), MemberView.of(member));
    }
  }

  @Inject private Members members;
  @Inject private Sessions sessions;
  @Inject private Patching patching;

  @GET
  @Transactional(TxType.SUPPORTS)
  public Response listMembers(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    return members.list(paging).map(MemberView::of).answer(uri);
  }

  @GET
  @Transactional(TxType.SUPPORTS)
  @Path("/{id}")
  public Response getMember(@PathParam("id") UUID id, @Context Request request) {
    KeptMember member = members.kept(id).orElseThrow(Problem::notFound);
    return Versioned.found(request, member.version(), member.view());
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
      members.requireFree(change.email());
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

  private static void requireAnother(List<Member> admins, Member leaving) {
    if (leaving.isAdmin() && admins.stream().allMatch(admin -> admin.id().equals(leaving.id()))) {
      throw Problem.conflict("last-admin", "The last admin cannot be taken away.");
    }
  }
}
