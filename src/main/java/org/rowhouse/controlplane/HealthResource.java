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

  private static final int DATABASE_SECONDS = 2;

  @Inject Readiness readiness;
  @Inject ControlDatabase database;
  @Inject @Any Instance<Informative> informative;

  /** The answer of both checks. */
  public record HealthView(String status, Map<String, String> checks) {}

  /** 200 while this node can answer anything at all. */
  @GET
  @Path("live")
  public HealthView checkLive() {
    return new HealthView(up(true), Map.of());
  }

  /** 200 when this node can serve; what only slows it down is told and does not count. */
  @GET
  @Path("ready")
  public Response checkReady() {
    boolean migrated = readiness.isReady();
    boolean connected = migrated && databaseAnswers();
    Map<String, String> checks = new TreeMap<>();
    checks.put("migrations", up(migrated));
    checks.put("database", up(connected));
    informative.forEach(other -> checks.put(other.name(), other.state()));
    return Response.status(connected ? 200 : 503)
        .entity(new HealthView(up(connected), checks))
        .build();
  }

  private boolean databaseAnswers() {
    try {
      return database.with(
          h ->
              h.createQuery("select 1").setQueryTimeout(DATABASE_SECONDS).mapTo(Integer.class).one()
                  == 1);
    } catch (RuntimeException e) {
      // the answer says it; whoever calls this every second must not fill the log
      return false;
    }
  }

  private static String up(boolean up) {
    return up ? "UP" : "DOWN";
  }
}
