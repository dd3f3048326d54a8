package org.rowhouse.tenantplane.account;

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
import org.rowhouse.http.Paging;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.tenancy.account.AuditEntry;
import org.rowhouse.tenancy.account.AuditTrail;
import org.rowhouse.tenancy.account.AuditVerification;

/** What was done to this tenant. */
@Path("/audit")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class AuditTrailResource {

  @Inject private AuditTrail trail;

  /** Newest first. */
  @GET
  @Answers(AuditEntry.class)
  public Response listOwnAuditEntries(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    return trail.page(paging).answer(uri);
  }

  /** Reads the whole trail and says whether it is as it was written. */
  @GET
  @Path("/verification")
  public AuditVerification verifyOwnAuditTrail() {
    return trail.verify();
  }
}
