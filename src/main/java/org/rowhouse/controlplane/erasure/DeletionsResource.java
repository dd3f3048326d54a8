package org.rowhouse.controlplane.erasure;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.UUID;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationView;
import org.rowhouse.controlplane.operation.OperationsResource;
import org.rowhouse.controlplane.provisioning.TenantView;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Versioned;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.http.openapi.MayBeNull;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantId;

/** The end of tenants: what it would remove, the deletion, its way back, and what it removed. */
@Path("tenants")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class DeletionsResource {

  private static final Duration LONGEST_GRACE = Duration.ofDays(3650);

  @Inject Deletions deletions;
  @Inject Erasures erasures;
  @Inject CurrentCaller caller;
  @Inject Settings settings;

  /** So many of one kind. */
  public record RemovedView(String what, long count) {
    static List<RemovedView> of(Removed removed) {
      return removed.items().stream().map(i -> new RemovedView(i.what(), i.count())).toList();
    }
  }

  /**
   * What a deletion removes, or would.
   *
   * @param purgeAt null as long as the tenant was not deleted
   */
  public record DeletionView(
      UUID tenantId,
      @MayBeNull String slug,
      Tenant.Status status,
      @MayBeNull Instant purgeAt,
      List<RemovedView> removes) {}

  /** What was removed, when, and who wanted it. */
  public record ErasureView(
      UUID tenantId,
      UUID operationId,
      @MayBeNull String requestedBy,
      Instant requestedAt,
      Instant erasedAt,
      List<RemovedView> removed) {}

  /**
   * Ends access at once, and purges after the grace.
   *
   * @param grace as in {@code P30D} or {@code PT0S}; that of the settings when absent
   */
  @DELETE
  @Path("{id}")
  @Answers(value = OperationView.class, status = 202)
  public Response deleteTenant(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") String ifMatch,
      @QueryParam("grace") String grace,
      @Context Request request,
      @Context UriInfo uri) {
    Operation begun =
        deletions.begin(
            new TenantId(id),
            now -> Versioned.requireMatch(request, ifMatch, now.change()),
            grace == null ? settings.lifecycle().grace() : duration(grace),
            caller.get().subject());
    return OperationsResource.underWay(begun, uri);
  }

  /** A dry run, and how long there is a way back. */
  @GET
  @Path("{id}/deletion")
  public DeletionView getDeletion(@PathParam("id") UUID id) {
    Deletions.Plan plan = deletions.plan(new TenantId(id));
    TenantRow tenant = plan.tenant();
    return new DeletionView(
        id, tenant.slug(), tenant.status(), plan.purgeAt(), RemovedView.of(plan.removed()));
  }

  /** The tenant is what it was before it was deleted. */
  @POST
  @Path("{id}/restoration")
  @Answers(value = TenantView.class, status = 200)
  public Response restoreTenant(@PathParam("id") UUID id) {
    TenantRow row = deletions.restore(new TenantId(id));
    return Versioned.changed(row.change(), TenantView.of(row));
  }

  /** The certificate, once nothing is left. */
  @GET
  @Path("{id}/erasure")
  public ErasureView getErasure(@PathParam("id") UUID id) {
    Erasures.Erasure erasure = erasures.of(new TenantId(id)).orElseThrow(Problem::notFound);
    return new ErasureView(
        id,
        erasure.operationId(),
        erasure.requestedBy(),
        erasure.requestedAt(),
        erasure.erasedAt(),
        RemovedView.of(erasure.counts()));
  }

  private static Duration duration(String text) {
    try {
      Duration given = Duration.parse(text);
      if (!given.isNegative() && given.compareTo(LONGEST_GRACE) <= 0) {
        return given;
      }
    } catch (DateTimeParseException e) {
      throw Problem.invalid("grace", "must be a duration such as P30D");
    }
    throw Problem.invalid("grace", "must be from PT0S to P3650D");
  }
}
