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
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.http.Problem;
import org.rowhouse.http.RequestId;
import org.rowhouse.http.Versioned;
import org.rowhouse.tenancy.Tenant.Status;
import org.rowhouse.tenancy.TenantId;

/** While its suspension exists, nobody can enter a tenant. Its rows stay as they are. */
@Path("tenants/{id}/suspension")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class SuspensionResource {

  private static final System.Logger LOG = System.getLogger(SuspensionResource.class.getName());

  @Inject ControlDatabase database;
  @Inject Tenants tenants;
  @Inject Catalog catalog;

  /** Suspends; a tenant that is suspended stays so. */
  @PUT
  public Response suspendTenant(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") String ifMatch,
      @Context Request request,
      @Context HttpServletRequest http) {
    TenantRow row = move(id, ifMatch, request, Status.ACTIVE, Status.SUSPENDED);
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
    tell(move(id, ifMatch, request, Status.SUSPENDED, Status.ACTIVE), http);
    return Response.noContent().build();
  }

  private TenantRow move(UUID id, String ifMatch, Request request, Status from, Status to) {
    TenantId tenant = new TenantId(id);
    TenantRow row =
        database.inTransaction(
            h -> {
              TenantRow now = tenants.lock(h, tenant).orElseThrow(Problem::notFound);
              Versioned.requireMatch(request, ifMatch, now.change());
              if (now.status() == to) {
                return now;
              }
              if (now.status() != from) {
                throw Problem.conflict(
                    "tenant-status", "The tenant is " + now.status() + ", not " + from + ".");
              }
              tenants.move(h, tenant, from, to);
              return tenants.lock(h, tenant).orElseThrow();
            });
    catalog.refresh();
    return row;
  }

  private static void tell(TenantRow row, HttpServletRequest http) {
    LOG.log(
        Level.INFO, "Tenant {0} is {1} by request {2}", row.id(), row.status(), RequestId.of(http));
  }
}
