package org.rowhouse.controlplane.operation;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.rowhouse.controlplane.catalog.IdPage;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;

/** Long work, to be watched. */
@Path("operations")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class OperationsResource {

  @Inject Operations operations;
  @Inject Cursors cursors;

  /**
   * One operation. Public: whoever signs up has no token yet and must be able to watch. The id has
   * 74 random bits and is told to nobody else, and the answer holds nothing secret.
   */
  @GET
  @Path("{id}")
  @PermitAll
  public Response getOperation(@PathParam("id") UUID id) {
    Operation found = operations.byId(id).orElseThrow(Problem::notFound);
    Response.ResponseBuilder answer = Response.ok(OperationView.of(found));
    return (found.isFinished() ? answer : answer.header("Retry-After", 1)).build();
  }

  /** All operations, newest first. */
  @GET
  public Response listOperations(
      @Valid @BeanParam Paging paging,
      @QueryParam("state") Operation.State state,
      @Context UriInfo uri) {
    IdPage page = new IdPage(cursors, "control/operations " + state, paging);
    return page.of(operations.page(page.after(), state, page.fetch()), Operation::id)
        .map(OperationView::of)
        .answer(uri);
  }
}
