package org.rowhouse.controlplane.migration;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;

/** What stands open in a home, for operators. */
@Path("homes/{id}/findings")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class FindingsResource {

  @Inject Homes homes;
  @Inject HomeChecks checks;

  /** Everything that was found; no item when all walls stand. */
  public record FindingsView(List<FindingView> items) {}

  /** What is wrong with an object, which is named with its schema, and what mends it. */
  public record FindingView(String object, String problem, String remedy) {}

  /** Looks at the home and its database now. */
  @GET
  public FindingsView listFindings(@PathParam("id") UUID id) {
    Home home = homes.byId(id).orElseThrow(Problem::notFound).home();
    return new FindingsView(
        Stream.concat(inside(home).stream(), checks.aroundHome(home).stream())
            .map(found -> new FindingView(found.object(), found.problem(), found.remedy()))
            .toList());
  }

  private List<Finding> inside(Home home) {
    try {
      return checks.findings(home);
    } catch (LockedHome e) {
      throw Problem.unavailable("home-locked", "Somebody keeps a table of the home locked.", 5);
    }
  }
}
