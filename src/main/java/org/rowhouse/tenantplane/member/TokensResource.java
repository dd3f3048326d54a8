package org.rowhouse.tenantplane.member;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.security.Forbidden;
import org.rowhouse.security.Unauthenticated;
import org.rowhouse.tenancy.TenantDoor;
import org.rowhouse.tenancy.limit.Attempts;

/** Signing in and out. Every refusal of a sign-in is the same, and costs the same. */
@Path("/tokens")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {

  private static final String SIGN_IN = "sign-in";

  public record Credentials(
      @NotNull @Size(max = 254) String email,
      @NotNull @Size(max = 200) String password,
      @Size(max = 40) String tenant) {
    @Override
    public String toString() {
      return "Credentials[]";
    }
  }

  public record Refresh(@NotNull @Size(max = 200) String refreshToken) {
    @Override
    public String toString() {
      return "Refresh[]";
    }
  }

  public record TokenView(
      String accessToken, String tokenType, long expiresIn, String refreshToken) {
    static TokenView of(SignIn.Tokens tokens) {
      return new TokenView(tokens.access(), "Bearer", tokens.expiresIn(), tokens.refresh());
    }

    @Override
    public String toString() {
      return "TokenView[]";
    }
  }

  @Inject private SignIn signIn;
  @Inject private TenantDoor door;
  @Inject private CurrentCaller caller;
  @Inject private Attempts attempts;

  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_JSON)
  public TokenView signIn(@NotNull @Valid Credentials body) {
    String email = Member.normal(body.email());
    return door.enter(
            body.tenant(),
            () -> {
              attempts.countFromAnywhere(SIGN_IN, email);
              Optional<SignIn.Tokens> tokens = tokens(body.password(), signIn.candidate(email));
              tokens.ifPresent(right -> attempts.succeeded(SIGN_IN, email));
              return tokens;
            })
        .orElseGet(
            () -> {
              attempts.countFromAnywhere(SIGN_IN, email, body.tenant());
              return tokens(body.password(), Optional.empty());
            })
        .map(TokenView::of)
        .orElseThrow(Unauthenticated::wrongCredentials);
  }

  @POST
  @Path("/refresh")
  @PermitAll
  @Consumes(MediaType.APPLICATION_JSON)
  public TokenView refreshTokens(@NotNull @Valid Refresh body) {
    return Ticket.parse(body.refreshToken())
        .flatMap(token -> door.enter(token.tenant(), () -> renew(token)))
        .flatMap(tokens -> tokens)
        .map(TokenView::of)
        .orElseThrow(Unauthenticated::wrongCredentials);
  }

  @DELETE
  @Path("/current")
  public Response signOut() {
    caller.get().session().ifPresent(signIn::end);
    return Response.noContent().build();
  }

  /** Ends all sessions of the caller, this one too, on every node within 5 s. */
  @DELETE
  public Response signOutEverywhere() {
    signIn.endAllOf(caller.get().member().orElseThrow(Forbidden::new));
    return Response.noContent().build();
  }

  private Optional<SignIn.Tokens> renew(Ticket token) {
    attempts.count("refresh", token.id().toString());
    return signIn.renew(token);
  }

  private Optional<SignIn.Tokens> tokens(String password, Optional<SignIn.Candidate> candidate) {
    return signIn.isPassword(password, candidate)
        ? signIn.open(candidate.orElseThrow())
        : Optional.empty();
  }
}
