package org.rowhouse.tenancy.cache.node;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.rowhouse.tenancy.TenantId;

/**
 * Which tenants ask most, about, in bounded room: one question of eight is counted, for two hundred
 * tenants; a new one takes the place of the least with its count (Metwally et al., 2005), so that
 * who asks much is never missed, and nobody is said to ask less than he does.
 */
public final class Busiest {

  private static final int ONE_OF = 8;
  private static final int KNOWN = 200;

  private final Map<TenantId, Long> counts = new HashMap<>();

  public void asked(TenantId tenant) {
    if (ThreadLocalRandom.current().nextInt(ONE_OF) == 0) {
      count(tenant);
    }
  }

  synchronized void count(TenantId tenant) {
    long before = 0;
    if (!counts.containsKey(tenant) && counts.size() >= KNOWN) {
      TenantId least = counts.entrySet().stream().min(byCount()).orElseThrow().getKey();
      before = counts.remove(least);
    }
    counts.merge(tenant, before + 1, (known, one) -> known + 1);
  }

  /** The first of them, with about how many questions each has asked. */
  public synchronized Map<TenantId, Long> first(int many) {
    Map<TenantId, Long> first = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(byCount().reversed())
        .limit(many)
        .forEach(one -> first.put(one.getKey(), one.getValue() * ONE_OF));
    return first;
  }

  private static Comparator<Map.Entry<TenantId, Long>> byCount() {
    return Map.Entry.comparingByValue();
  }
}
