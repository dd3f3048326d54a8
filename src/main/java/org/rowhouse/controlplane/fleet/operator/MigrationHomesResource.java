package org.rowhouse.controlplane.fleet.operator;

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
import org.rowhouse.controlplane.fleet.run.HomeResult;
import org.rowhouse.controlplane.fleet.run.RunHomes;
import org.rowhouse.controlplane.fleet.run.Runs;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;
import org.rowhouse.http.openapi.MayBeNull;

/** What became of each home in a run, for operators. */
@Path("migrations/{id}/homes")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class MigrationHomesResource {

  @Inject Runs runs;
  @Inject RunHomes results;
  @Inject Cursors cursors;

  /**
   * A home in a run.
   *
   * @param statement of the script, shortened
   * @param tookMillis of its last visit
   */
  public record MigrationHomeView(
      UUID home,
      HomeResult.State state,
      @MayBeNull Integer wave,
      @MayBeNull String script,
      @MayBeNull String statement,
      @MayBeNull String error,
      int tries,
      @MayBeNull Long tookMillis) {
    static MigrationHomeView of(HomeResult result) {
      return new MigrationHomeView(
          result.homeId(),
          result.state(),
          result.wave(),
          result.script(),
          result.statement(),
          result.error(),
          result.tries(),
          result.tookMillis());
    }
  }

  /** By home; {@code state=FAILED} names those that would fail, or have. */
  @GET
  public Response listMigrationHomes(
      @PathParam("id") UUID id,
      @Valid @BeanParam Paging paging,
      @QueryParam("state") HomeResult.State state,
      @Context UriInfo uri) {
    runs.byId(id).orElseThrow(Problem::notFound);
    IdPage page = new IdPage(cursors, "control/migrations/" + id + " " + state, paging);
    return page.of(results.results(id, state, page.after(), page.fetch()), HomeResult::homeId)
        .map(MigrationHomeView::of)
        .answer(uri);
  }
}
