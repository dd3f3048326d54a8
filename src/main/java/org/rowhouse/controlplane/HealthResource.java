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

/** For load balancers: whether to keep this node, send it requests, or end it. */
@Path("health")
@ApplicationScoped
@PermitAll
@Produces(MediaType.APPLICATION_JSON)
public class HealthResource {

  @Inject Readiness readiness;
  @Inject @Any Instance<Freshness> needed;
  @Inject @Any Instance<Informative> informative;
  @Inject Leaving leaving;
  @Inject @Any Instance<Unfinished> unfinished;

  /** The answer of all checks. */
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
    checks.put("migrations", up(ready || readiness.isHeld()));
    checks.put("walls", up(!readiness.isHeld()));
    for (Freshness one : needed) {
      boolean fresh = one.isFresh();
      ready &= fresh;
      checks.put(one.name(), up(fresh));
    }
    informative.forEach(other -> checks.put(other.name(), other.state()));
    if (leaving.isLeaving()) {
      checks.put("leaving", leaving.reason());
      unfinished.forEach(work -> checks.put(work.name(), Integer.toString(work.count())));
      return answer(503, hasLeft() ? "LEFT" : "LEAVING", checks);
    }
    return answer(ready ? 200 : 503, up(ready), checks);
  }

  /**
   * 200 when this node was told to leave and has: nothing is under way, and nothing has come for
   * two seconds. From now on it can be ended. Until then 503, which says nothing of a node that
   * stays: whether others are at work is nobody's business.
   */
  @GET
  @Path("left")
  public Response checkLeft() {
    if (!leaving.isLeaving()) {
      return answer(503, "UP", Map.of());
    }
    Map<String, String> checks = new TreeMap<>();
    unfinished.forEach(work -> checks.put(work.name(), up(work.isQuiet())));
    boolean left = hasLeft();
    return answer(left ? 200 : 503, left ? "LEFT" : "LEAVING", checks);
  }

  private boolean hasLeft() {
    return unfinished.stream().allMatch(Unfinished::isQuiet);
  }

  private static Response answer(int status, String word, Map<String, String> checks) {
    return Response.status(status).entity(new HealthView(word, checks)).build();
  }

  private static String up(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
