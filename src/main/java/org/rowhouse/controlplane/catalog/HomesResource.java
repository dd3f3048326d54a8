package org.rowhouse.controlplane.catalog;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Paging;
import org.rowhouse.http.openapi.MayBeNull;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** The fleet, for operators. */
@Path("homes")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class HomesResource {

  private static final String SCOPE = "control/homes";

  @Inject Homes homes;
  @Inject Cursors cursors;

  /** One home as operators see it; {@code tenants} counts those who live there. */
  public record HomeView(
      UUID id,
      Isolation isolation,
      String server,
      String database,
      Home.State state,
      @MayBeNull String version,
      @MayBeNull String error,
      long tenants) {
    static HomeView of(HomeRow row, long tenants) {
      return new HomeView(
          row.id(),
          row.isolation(),
          row.server(),
          row.databaseName(),
          row.state(),
          row.version(),
          row.error(),
          tenants);
    }
  }

  @GET
  public Response listHomes(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    IdPage page = new IdPage(cursors, SCOPE, paging);
    List<HomeRow> rows = homes.page(page.after(), page.fetch());
    Map<UUID, Long> tenants = homes.countTenants(rows);
    return page.of(rows, HomeRow::id)
        .map(row -> HomeView.of(row, tenants.getOrDefault(row.id(), 0L)))
        .answer(uri);
  }
}
