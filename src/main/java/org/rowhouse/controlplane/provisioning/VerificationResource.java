package org.rowhouse.controlplane.provisioning;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.http.openapi.Answers;

/** Where the code comes back that an e-mail address was sent. */
@Path("operations/{id}/verification")
@ApplicationScoped
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class VerificationResource {

  @Inject Verification verification;
  @Inject OperationRunner runner;

  /** The code, as it was sent. */
  public record VerificationInput(@NotBlank @Size(max = 200) String code) {
    @Override
    public String toString() {
      return "VerificationInput[]";
    }
  }

  /** The sign-up goes on. */
  @PUT
  @Answers(value = Void.class, status = 204)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response verifySignUp(@PathParam("id") UUID id, @NotNull @Valid VerificationInput body) {
    verification.verify(id, body.code());
    runner.wake();
    return Response.noContent().build();
  }
}
