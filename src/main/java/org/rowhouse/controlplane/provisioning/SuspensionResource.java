package org.rowhouse.controlplane.provisioning;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.lang.System.Logger.Level;
import java.util.UUID;
import java.util.function.Consumer;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.http.RequestId;
import org.rowhouse.http.Versioned;
import org.rowhouse.tenancy.TenantId;

/** While its suspension exists, nobody can enter a tenant. Its rows stay as they are. */
@Path("tenants/{id}/suspension")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class SuspensionResource {

  private static final System.Logger LOG = System.getLogger(SuspensionResource.class.getName());

  @Inject Suspensions suspensions;

  /** Suspends; a tenant that is suspended stays so. */
  @PUT
  public Response suspendTenant(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") String ifMatch,
      @Context Request request,
      @Context HttpServletRequest http) {
    TenantRow row = suspensions.suspend(new TenantId(id), matches(request, ifMatch));
    tell(row, http);
    return Versioned.changed(row.change(), TenantView.of(row));
  }

  /** Resumes; a tenant that is active stays so. */
  @DELETE
  public Response resumeTenant(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") String ifMatch,
      @Context Request request,
      @Context HttpServletRequest http) {
    tell(suspensions.resume(new TenantId(id), matches(request, ifMatch)), http);
    return Response.noContent().build();
  }

  private static Consumer<TenantRow> matches(Request request, String ifMatch) {
    return now -> Versioned.requireMatch(request, ifMatch, now.change());
  }

  private static void tell(TenantRow row, HttpServletRequest http) {
    LOG.log(
        Level.INFO, "Tenant {0} is {1} by request {2}", row.id(), row.status(), RequestId.of(http));
  }
}
