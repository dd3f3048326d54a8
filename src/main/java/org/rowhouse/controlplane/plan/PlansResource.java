package org.rowhouse.controlplane.plan;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Versioned;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.http.openapi.MayBeNull;
import org.rowhouse.tenancy.Limits;

/** What tenants may ask for, for operators. */
@Path("plans")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class PlansResource {

  @Inject Plans plans;

  /** What every tenant of the plan may ask for that has no limit of its own. */
  public record PlanInput(
      @NotNull @Min(1) @Max(1_000_000) Integer requestsPerSecond,
      @NotNull @Min(1) @Max(100_000) Integer concurrentRequests) {}

  public record PlanView(String name, int requestsPerSecond, int concurrentRequests) {
    static PlanView of(Plan plan) {
      return new PlanView(plan.name(), plan.requestsPerSecond(), plan.concurrentRequests());
    }
  }

  /** Every plan, by name. */
  public record PlansView(List<PlanView> items) {}

  @GET
  public PlansView listPlans() {
    return new PlansView(plans.all().stream().map(PlanView::of).toList());
  }

  @GET
  @Path("{name}")
  public Response getPlan(@PathParam("name") String name, @Context Request request) {
    Plan plan = plans.find(name).orElseThrow(Problem::notFound);
    return Versioned.found(request, plan.change(), PlanView.of(plan));
  }

  /** A plan that is there changes for all its tenants, on every node within a second. */
  @PUT
  @Path("{name}")
  @Answers(value = PlanView.class, status = 200)
  @Answers(value = PlanView.class, status = 201)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response putPlan(
      @PathParam("name") @Pattern(regexp = "[a-z0-9](-?[a-z0-9]){0,39}") String name,
      @HeaderParam("If-Match") @MayBeNull String ifMatch,
      @NotNull @Valid PlanInput body,
      @Context Request request,
      @Context UriInfo uri) {
    AtomicBoolean isNew = new AtomicBoolean();
    Plan plan =
        plans.put(
            name,
            new Limits(body.requestsPerSecond(), body.concurrentRequests()),
            now -> {
              Versioned.requireMatchOrNew(request, ifMatch, now.map(Plan::change));
              isNew.set(now.isEmpty());
            });
    return isNew.get()
        ? Versioned.created(uri.getAbsolutePath(), plan.change(), PlanView.of(plan))
        : Versioned.changed(plan.change(), PlanView.of(plan));
  }
}
