package org.rowhouse.controlplane.fleet.operator;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.controlplane.EventStreams;
import org.rowhouse.controlplane.EventStreams.Look;
import org.rowhouse.controlplane.catalog.IdPage;
import org.rowhouse.controlplane.fleet.run.FleetRun;
import org.rowhouse.controlplane.fleet.run.RunHomes;
import org.rowhouse.controlplane.fleet.run.Runs;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;
import org.rowhouse.http.ServerSentEvents;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.http.openapi.MayBeNull;
import org.rowhouse.security.CurrentCaller;

/** Runs that bring the fleet to this deployment's version, for operators. */
@Path("migrations")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class MigrationsResource {

  @Inject Runs runs;
  @Inject RunHomes results;
  @Inject RunRequests requests;
  @Inject CurrentPlan plan;
  @Inject EventStreams streams;
  @Inject CurrentCaller caller;
  @Inject Cursors cursors;

  /**
   * A run to be begun.
   *
   * @param atomic what gets all or nothing: each HOME, as usual, or the whole FLEET
   * @param dryRun rehearses in every home and changes nothing
   */
  public record MigrationInput(@MayBeNull FleetRun.Atomic atomic, @MayBeNull Boolean dryRun) {}

  /** Begins a run; whichever node leads the fleet next conducts it. */
  @POST
  @Answers(value = MigrationView.class, status = 202)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response beginMigration(@NotNull @Valid MigrationInput body, @Context UriInfo uri) {
    FleetRun.Atomic atomic = body.atomic() == null ? FleetRun.Atomic.HOME : body.atomic();
    return underWay(
        requests.begin(
            plan, atomic, Boolean.TRUE.equals(body.dryRun()), Optional.of(caller.get().subject())),
        uri);
  }

  /** All runs, newest first. */
  @GET
  public Response listMigrations(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    IdPage page = new IdPage(cursors, "control/migrations", paging);
    return page.of(runs.page(page.after(), page.fetch()), FleetRun::id).map(this::view).answer(uri);
  }

  /** One run, or its changes as server-sent events for who accepts those. */
  @GET
  @Path("{id}")
  @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
  public Response getMigration(@PathParam("id") UUID id, @Context HttpHeaders headers) {
    if (ServerSentEvents.wantedBy(headers)) {
      return Response.ok(streams.of(() -> look(id)), MediaType.SERVER_SENT_EVENTS_TYPE)
          .header("X-Accel-Buffering", "no")
          .build();
    }
    FleetRun run = byId(id);
    Response.ResponseBuilder answer = Response.ok(view(run), MediaType.APPLICATION_JSON_TYPE);
    return (run.state().isFinal() ? answer : answer.header("Retry-After", 1)).build();
  }

  /** Has homes that did not follow tried again. */
  @POST
  @Path("{id}/retry")
  @Answers(value = MigrationView.class, status = 202)
  public Response retryMigration(@PathParam("id") UUID id, @Context UriInfo uri) {
    return underWay(requests.retry(plan, id), uri);
  }

  /** Homes that were begun end, and no other is begun. */
  @PUT
  @Path("{id}/pause")
  @Answers(value = Void.class, status = 204)
  public Response pauseMigration(@PathParam("id") UUID id) {
    requests.pause(id);
    return Response.noContent().build();
  }

  /** A run that pauses goes on. */
  @DELETE
  @Path("{id}/pause")
  @Answers(value = MigrationView.class, status = 202)
  public Response resumeMigration(@PathParam("id") UUID id, @Context UriInfo uri) {
    return underWay(requests.resume(id), uri);
  }

  private Response underWay(FleetRun run, UriInfo uri) {
    return Response.accepted(view(run))
        .location(uri.getBaseUriBuilder().path("migrations/{id}").build(run.id()))
        .header("Retry-After", 1)
        .build();
  }

  private Look look(UUID id) {
    FleetRun run = byId(id);
    return new Look(view(run), run.state().isFinal());
  }

  private FleetRun byId(UUID id) {
    return runs.byId(id).orElseThrow(Problem::notFound);
  }

  private MigrationView view(FleetRun run) {
    return MigrationView.of(run, results.count(run.id()));
  }
}
