package org.rowhouse.tenantplane.member;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.http.Problem;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.security.Caller;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.security.Forbidden;
import org.rowhouse.security.Passwords;
import org.rowhouse.security.Unauthenticated;
import org.rowhouse.tenancy.limit.Attempts;

/** The caller's own password. */
@Path("/me/password")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PasswordResource {

  /**
   * @param current the password until now
   */
  public record PasswordInput(
      @NotNull @Size(max = 200) String current,
      @NotNull @Size(min = 10, max = 200) String password) {
    @Override
    public String toString() {
      return "PasswordInput[]";
    }
  }

  @Inject private SignIn signIn;
  @Inject private OwnPassword own;
  @Inject private Passwords passwords;
  @Inject private CurrentCaller callers;
  @Inject private Attempts attempts;

  /** Ends all sessions of the caller but this one, on every node within 5 s. */
  @PUT
  @Answers(value = Void.class, status = 204)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response changePassword(@NotNull @Valid PasswordInput body) {
    Caller caller = callers.get();
    UUID member = caller.member().orElseThrow(Forbidden::new);
    attempts.count("password", member.toString());
    SignIn.Candidate seen = signIn.candidate(member).orElseThrow(Unauthenticated::new);
    if (!signIn.isPassword(body.current(), Optional.of(seen))) {
      throw Problem.invalid("current", "is not your password");
    }
    if (!own.change(seen, passwords.hash(body.password()), caller.session())) {
      throw Problem.conflict("password-changed", "The password was changed meanwhile.");
    }
    return Response.noContent().build();
  }
}
