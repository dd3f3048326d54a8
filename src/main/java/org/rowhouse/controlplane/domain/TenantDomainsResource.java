package org.rowhouse.controlplane.domain;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.IdPage;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Versioned;
import org.rowhouse.http.openapi.MayBeNull;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.account.Domain;

/** The domains of all tenants, for operators, who may take one away. */
@Path("domains")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class TenantDomainsResource {

  @Inject ControlDatabase database;
  @Inject DomainTable table;
  @Inject DomainRemoval removal;
  @Inject Cursors cursors;

  /** A domain as operators see it: without what proves it. */
  public record TenantDomainView(
      UUID id,
      UUID tenantId,
      String name,
      Domain.State state,
      Instant createdAt,
      @MayBeNull Instant provenAt) {
    static TenantDomainView of(DomainRow row) {
      return new TenantDomainView(
          row.id(),
          row.tenantId().value(),
          row.name(),
          row.state(),
          row.createdAt(),
          row.provenAt());
    }
  }

  @GET
  public Response listTenantDomains(
      @Valid @BeanParam Paging paging, @QueryParam("tenant") UUID tenant, @Context UriInfo uri) {
    IdPage page = new IdPage(cursors, "control/domains " + tenant, paging);
    TenantId owner = tenant == null ? null : new TenantId(tenant);
    return page.of(
            database.with(h -> table.page(h, owner, page.after(), page.fetch())), DomainRow::id)
        .map(TenantDomainView::of)
        .answer(uri);
  }

  @GET
  @Path("{id}")
  public Response getTenantDomain(@PathParam("id") UUID id, @Context Request request) {
    DomainRow row = database.with(h -> table.find(h, null, id)).orElseThrow(Problem::notFound);
    return Versioned.found(request, row.version(), TenantDomainView.of(row));
  }

  /** Served nowhere after 5 s; the tenant may claim and prove it again. */
  @DELETE
  @Path("{id}")
  public Response removeTenantDomain(
      @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @Context Request request) {
    removal.remove(null, id, now -> Versioned.requireMatch(request, ifMatch, now.version()));
    return Response.noContent().build();
  }
}
