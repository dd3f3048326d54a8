package org.rowhouse.controlplane;

import jakarta.annotation.security.PermitAll;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.TreeMap;
import org.rowhouse.http.Informative;

/** For load balancers: whether to keep this node, and whether to send it requests. */
@Path("health")
@ApplicationScoped
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {

  @Inject Readiness readiness;
  @Inject @Any Instance<Freshness> needed;
  @Inject @Any Instance<Informative> informative;

  /** The answer of both checks. */
  public record HealthView(String status, Map<String, String> checks) {}

  /** 200 while this node can answer anything at all. */
  @GET
  @Path("live")
  public HealthView checkLive() {
    return new HealthView(up(true), Map.of());
  }

  /**
   * 200 when this node can serve; what only slows it down is told and does not count. Asks nobody:
   * what is needed of the database is read each second anyway, and how old it is says more than a
   * connection from a pool, for which a check could wait as long as every request.
   */
  @GET
  @Path("ready")
  public Response checkReady() {
    Map<String, String> checks = new TreeMap<>();
    boolean ready = readiness.isReady();
    checks.put("migrations", up(ready));
    for (Freshness one : needed) {
      boolean fresh = one.isFresh();
      ready &= fresh;
      checks.put(one.name(), up(fresh));
    }
    informative.forEach(other -> checks.put(other.name(), other.state()));
    return Response.status(ready ? 200 : 503).entity(new HealthView(up(ready), checks)).build();
  }

  private static String up(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
