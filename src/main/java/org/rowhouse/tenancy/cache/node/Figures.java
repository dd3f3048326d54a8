package org.rowhouse.tenancy.cache.node;

import java.util.concurrent.atomic.LongAdder;

/**
 * How often what happened at this node, since its start.
 *
 * @param near values found in this node
 * @param redis values found in Redis
 * @param misses nothing was there that might be used
 * @param bypassed neither was asked: somebody was writing, or Redis was off or owed something
 * @param loads asked the database
 * @param loadNanos all loads together
 * @param refused what lay there was cut, foreign, outdated or of another version
 * @param unfit was loaded and not kept: too large, or JSON would not give it back
 * @param unreachable Redis did not answer
 */
public record Figures(
    long near,
    long redis,
    long misses,
    long bypassed,
    long loads,
    long loadNanos,
    long refused,
    long unfit,
    long unreachable) {

  /** Counts them. */
  public static final class Counts {
    public final LongAdder near = new LongAdder();
    public final LongAdder redis = new LongAdder();
    public final LongAdder misses = new LongAdder();
    public final LongAdder bypassed = new LongAdder();
    public final LongAdder loads = new LongAdder();
    public final LongAdder loadNanos = new LongAdder();
    public final LongAdder refused = new LongAdder();
    public final LongAdder unfit = new LongAdder();
    public final LongAdder unreachable = new LongAdder();

    public Figures now() {
      return new Figures(
          near.sum(),
          redis.sum(),
          misses.sum(),
          bypassed.sum(),
          loads.sum(),
          loadNanos.sum(),
          refused.sum(),
          unfit.sum(),
          unreachable.sum());
    }
  }
}
