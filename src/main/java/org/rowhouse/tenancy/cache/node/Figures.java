package org.rowhouse.tenancy.cache.node;

import java.util.concurrent.atomic.LongAdder;

/** How often what happened in one region, at this node. */
public final class Figures {

  public final LongAdder near = new LongAdder();
  public final LongAdder redis = new LongAdder();
  public final LongAdder misses = new LongAdder();
  public final LongAdder bypassed = new LongAdder();
  public final LongAdder loads = new LongAdder();
  public final LongAdder loadNanos = new LongAdder();
  public final LongAdder refused = new LongAdder();
  public final LongAdder unfit = new LongAdder();
  public final LongAdder unreachable = new LongAdder();
}
