package org.rowhouse.controlplane.fleet.operator;

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
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.IdPage;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;

/** Homes whose own history differs from the catalog, for operators. */
@Path("drift")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class DriftResource {

  private static final String SCOPE = "control/drift";

  @Inject Homes homes;
  @Inject Drift drift;
  @Inject CurrentPlan plan;
  @Inject Cursors cursors;

  /**
   * Looks into the next {@code limit} homes now: those that differ. A page may have no item and
   * still another after it.
   */
  @GET
  public Response listDrifts(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    IdPage page = new IdPage(cursors, SCOPE, paging);
    Page<HomeRow> rows = page.of(homes.page(page.after(), page.fetch()), HomeRow::id);
    return new Page<>(drift.of(rows.items(), plan.plan()), rows.next()).answer(uri);
  }
}
