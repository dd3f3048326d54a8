package org.rowhouse.controlplane.fleet.operator;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.operator.Drift.DriftView;

/** Homes whose own history differs from the catalog, for operators. */
@Path("drift")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class DriftResource {

  /** More homes than a server of ours is made for. */
  private static final int ALL = 100_000;

  @Inject Homes homes;
  @Inject Drift drift;
  @Inject CurrentPlan plan;

  /** All that differ; no item when all homes are what the catalog believes. */
  public record DriftsView(List<DriftView> items) {}

  /** Looks into every home now. */
  @GET
  public DriftsView listDrifts() {
    return new DriftsView(drift.of(homes.page(null, ALL), plan.plan()));
  }
}
