package org.rowhouse.controlplane.audit;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.rowhouse.http.Paging;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.account.AuditEntry;
import org.rowhouse.tenancy.account.AuditVerification;

/** The audit trail, for operators; without {@code tenant} that of the installation. */
@Path("audit")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

  @Inject Trails trails;

  /** Newest first. The trail of a tenant stays when the tenant is gone. */
  @GET
  @Answers(AuditEntry.class)
  public Response listAuditEntries(
      @Valid @BeanParam Paging paging, @QueryParam("tenant") UUID tenant, @Context UriInfo uri) {
    return trails.page(id(tenant), "control/audit " + tenant, paging).answer(uri);
  }

  /** Reads the whole trail and says whether it is as it was written. */
  @GET
  @Path("verification")
  @Answers(AuditVerification.class)
  public Response verifyAuditTrail(@QueryParam("tenant") UUID tenant) {
    return Response.ok(trails.verify(id(tenant))).build();
  }

  private static TenantId id(UUID tenant) {
    return tenant == null ? null : new TenantId(tenant);
  }
}
