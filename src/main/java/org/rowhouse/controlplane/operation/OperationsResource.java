package org.rowhouse.controlplane.operation;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.rowhouse.controlplane.catalog.IdPage;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;
import org.rowhouse.http.ServerSentEvents;
import org.rowhouse.http.openapi.Answers;

/** Long work, to be watched. */
@Path("operations")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class OperationsResource {

  @Inject Operations operations;
  @Inject OperationStreams streams;
  @Inject Interventions interventions;
  @Inject Cursors cursors;

  /**
   * One operation, or its changes as server-sent events for who accepts those. Public: whoever
   * signs up has no token yet and must be able to watch. The id has 74 random bits and is told to
   * nobody else, and the answer holds nothing secret.
   */
  @GET
  @Path("{id}")
  @PermitAll
  @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
  public Response getOperation(@PathParam("id") UUID id, @Context HttpHeaders headers) {
    if (ServerSentEvents.wantedBy(headers)) {
      return Response.ok(streams.of(id), MediaType.SERVER_SENT_EVENTS_TYPE)
          .header("X-Accel-Buffering", "no")
          .build();
    }
    Operation found = operations.byId(id).orElseThrow(Problem::notFound);
    Response.ResponseBuilder answer =
        Response.ok(OperationView.of(found), MediaType.APPLICATION_JSON_TYPE);
    return (found.isFinished() ? answer : answer.header("Retry-After", 1)).build();
  }

  /** Calls it off: what was done is undone. */
  @DELETE
  @Path("{id}")
  @Answers(value = OperationView.class, status = 202)
  public Response cancelOperation(@PathParam("id") UUID id, @Context UriInfo uri) {
    return underWay(interventions.cancel(id), uri);
  }

  /** Has a DEAD operation tried again. */
  @POST
  @Path("{id}/retry")
  @Answers(value = OperationView.class, status = 202)
  public Response retryOperation(@PathParam("id") UUID id, @Context UriInfo uri) {
    return underWay(interventions.retry(id), uri);
  }

  /** 202 with the operation, and where to watch it. */
  public static Response underWay(Operation operation, UriInfo uri) {
    return Response.accepted(OperationView.of(operation))
        .location(uri.getBaseUriBuilder().path("operations/{id}").build(operation.id()))
        .header("Retry-After", 1)
        .build();
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
