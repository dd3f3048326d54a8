package org.rowhouse.controlplane.provisioning;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.OperationView;
import org.rowhouse.controlplane.operation.OperationsResource;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.security.CurrentCaller;

/** The password of a DATABASE home's role: made here and told to nobody, it can only be changed. */
@Path("homes/{id}/password")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class HomePasswordResource {

  @Inject PasswordChange change;
  @Inject OperationRunner runner;
  @Inject CurrentCaller caller;

  /** 202 with the operation that replaces it. */
  @PUT
  @Answers(value = OperationView.class, status = 202)
  public Response changeHomePassword(@PathParam("id") UUID id, @Context UriInfo uri) {
    Operation begun = change.begin(id, caller.get().subject());
    runner.wake();
    return OperationsResource.underWay(begun, uri);
  }
}
