package org.rowhouse.controlplane.provisioning;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.rowhouse.controlplane.catalog.IdPage;
import org.rowhouse.controlplane.catalog.TenantFilters;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.MergePatch;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Patching;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Versioned;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/** The tenants, for operators. */
@Path("tenants")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class TenantsResource {

  @Inject Tenants tenants;
  @Inject TenantChanges changes;
  @Inject Patching patching;
  @Inject Cursors cursors;

  /** All tenants in the order of sign-up; {@code q} is a part of slug or organization. */
  @GET
  public Response listTenants(
      @Valid @BeanParam Paging paging,
      @QueryParam("status") Tenant.Status status,
      @QueryParam("isolation") Isolation isolation,
      @QueryParam("q") @Size(max = 200) String text,
      @Context UriInfo uri) {
    TenantFilters filters = new TenantFilters(status, isolation, text);
    IdPage page = new IdPage(cursors, "control/tenants " + filters, paging);
    return page.of(
            tenants.page(filters, page.after(), page.fetch()), (TenantRow row) -> row.id().value())
        .map(TenantView::of)
        .answer(uri);
  }

  @GET
  @Path("{id}")
  public Response getTenant(@PathParam("id") UUID id, @Context Request request) {
    TenantRow row = tenants.byId(new TenantId(id)).orElseThrow(Problem::notFound);
    return Versioned.found(request, row.change(), TenantView.of(row));
  }

  /** Organization, slug, plan and limits; visitors of the old slug are sent on for a while. */
  @PATCH
  @Path("{id}")
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  public Response updateTenant(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") String ifMatch,
      @NotNull MergePatch patch,
      @Context Request request) {
    TenantRow row =
        changes.change(
            new TenantId(id),
            now -> {
              Versioned.requireMatch(request, ifMatch, now.change());
              return patching.apply(patch, TenantChange.of(now));
            });
    return Versioned.changed(row.change(), TenantView.of(row));
  }
}
