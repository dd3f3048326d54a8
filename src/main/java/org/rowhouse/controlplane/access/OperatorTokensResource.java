package org.rowhouse.controlplane.access;

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
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.security.Plane;
import org.rowhouse.security.Unauthenticated;
import org.rowhouse.security.token.AccessTokens;
import org.rowhouse.tenancy.limit.Attempts;

/** Operators log in. */
@Path("/tokens")
@ApplicationScoped
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
public class OperatorTokensResource {

  private static final String SIGN_IN = "operator";

  /** What an operator knows. */
  public record Credentials(
      @NotBlank @Size(max = 254) String email, @NotNull @Size(min = 1, max = 200) String password) {
    @Override
    public String toString() {
      return "Credentials[]";
    }
  }

  /**
   * What an operator gets.
   *
   * @param expiresIn seconds
   */
  public record Token(String accessToken, String tokenType, long expiresIn) {
    @Override
    public String toString() {
      return "Token[]";
    }
  }

  private final Operators operators;
  private final AccessTokens tokens;
  private final Attempts attempts;

  public OperatorTokensResource() {
    this(null, null, null);
  }

  @Inject
  OperatorTokensResource(Operators operators, AccessTokens tokens, Attempts attempts) {
    this.operators = operators;
    this.tokens = tokens;
    this.attempts = attempts;
  }

  @POST
  @PermitAll
  @Answers(value = Token.class, status = 200)
  public Response signInOperator(@NotNull @Valid Credentials credentials) {
    String email = Operators.normal(credentials.email());
    attempts.countFromHere(SIGN_IN, email);
    UUID operator =
        operators
            .authenticate(email, credentials.password())
            .orElseThrow(Unauthenticated::wrongCredentials);
    attempts.succeededFromHere(SIGN_IN, email);
    operators.letIn(operator);
    String token =
        tokens.issue(
            Plane.CONTROL, operator, Optional.empty(), Optional.empty(), Set.of("operator"));
    return Response.ok(new Token(token, "Bearer", tokens.lifetime().toSeconds()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }
}
