package org.rowhouse.tenantplane.member;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.security.Passwords;
import org.rowhouse.tenantplane.member.MembersResource.MemberView;

/**
 * Adding members. Apart from the rest, because no transaction may begin before the hash is made.
 */
@Path("/members")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class JoiningResource {

  public record NewMember(
      @NotNull @Email @Size(max = 254) String email,
      @NotBlank @Size(max = 200) String name,
      @NotNull @Size(min = 10, max = 200) String password,
      @NotEmpty @Size(max = 2)
          List<@NotNull @Pattern(regexp = MembersResource.ROLE) String> roles) {
    public NewMember {
      roles = roles == null ? List.of("member") : roles;
    }

    @Override
    public String toString() {
      return "NewMember[]";
    }
  }

  @Inject private NewMembers members;
  @Inject private Passwords passwords;

  /**
   * @param key read by {@link org.rowhouse.tenantplane.Idempotent}, on the way to the transaction
   */
  @POST
  @RolesAllowed("admin")
  @Answers(value = MemberView.class, status = 201)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response createMember(
      @NotNull @Valid NewMember body,
      @HeaderParam("Idempotency-Key") String key,
      @Context UriInfo uri) {
    return members.create(body, passwords.hash(body.password()), uri);
  }
}
