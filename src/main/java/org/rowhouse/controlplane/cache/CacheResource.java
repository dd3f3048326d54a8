package org.rowhouse.controlplane.cache;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.rowhouse.tenancy.cache.CacheFigures;
import org.rowhouse.tenancy.cache.TenantCache;
import org.rowhouse.tenancy.cache.node.Figures;
import org.rowhouse.tenancy.cache.redis.Figures.Asked;

/** How the caching of the node that answers goes, since its start. */
@Path("cache")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class CacheResource {

  @Inject TenantCache cache;

  /**
   * One kind of value.
   *
   * @param near found in this node
   * @param redis found in Redis
   * @param misses nothing was there that might be used
   * @param bypassed neither was asked
   * @param loads asked the database
   * @param loadMillis all loads together
   * @param refused lay there, but cut, foreign, outdated or of another version
   * @param unfit loaded, but too large to be kept, or of no use as JSON
   * @param unreachable Redis did not answer
   */
  public record RegionView(
      String region,
      long near,
      long redis,
      long misses,
      long bypassed,
      long loads,
      long loadMillis,
      long refused,
      long unfit,
      long unreachable) {
    static RegionView of(String region, Figures figures) {
      return new RegionView(
          region,
          figures.near(),
          figures.redis(),
          figures.misses(),
          figures.bypassed(),
          figures.loads(),
          TimeUnit.NANOSECONDS.toMillis(figures.loadNanos()),
          figures.refused(),
          figures.unfit(),
          figures.unreachable());
    }
  }

  /**
   * One kind of question to Redis.
   *
   * @param micros all together
   */
  public record QuestionView(String kind, long count, long failures, long micros) {
    static QuestionView of(String kind, Asked asked) {
      return new QuestionView(
          kind, asked.count(), asked.failures(), TimeUnit.NANOSECONDS.toMicros(asked.nanos()));
    }
  }

  /**
   * A tenant that asks much.
   *
   * @param questions about so many
   */
  public record BusyTenantView(UUID tenant, long questions) {}

  /**
   * All of it.
   *
   * @param redis {@code OFF}, {@code UP} or {@code DOWN}: whether it is being asked
   * @param breakerOpenings how often Redis was given up
   * @param hears whether this node hears what others forget, and uses what it has near
   * @param owed tenants for whom nothing is kept until Redis has confirmed that it forgot
   */
  public record CacheView(
      String redis,
      long breakerOpenings,
      int connections,
      boolean hears,
      int owed,
      long nearBytes,
      List<RegionView> regions,
      List<QuestionView> questions,
      List<BusyTenantView> busiest) {}

  @GET
  public CacheView getCache() {
    CacheFigures figures = cache.figures();
    var redis = figures.redis();
    return new CacheView(
        redis.on() ? redis.usable() ? "UP" : "DOWN" : "OFF",
        redis.openings(),
        redis.connections(),
        figures.hears(),
        figures.owed(),
        figures.nearBytes(),
        figures.regions().entrySet().stream()
            .map(e -> RegionView.of(e.getKey(), e.getValue()))
            .toList(),
        redis.asked().entrySet().stream()
            .map(e -> QuestionView.of(e.getKey().name(), e.getValue()))
            .toList(),
        figures.busiest().entrySet().stream()
            .map(e -> new BusyTenantView(e.getKey().value(), e.getValue()))
            .toList());
  }
}
