package org.rowhouse.tenancy.cache.node;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.rowhouse.tenancy.TenantId;

/**
 * What each tenant has near, so that none crowds the others out: beyond its share its oldest go.
 */
final class Shares<K> {

  private final long share;
  private final ConcurrentMap<TenantId, Mine<K>> all = new ConcurrentHashMap<>();

  private static final class Mine<K> {
    private final Map<K, Near.Slot> slots = new LinkedHashMap<>();
    private long bytes;

    void put(K key, Near.Slot slot) {
      remove(key, slots.get(key));
      slots.put(key, slot);
      bytes += slot.weight();
    }

    void remove(K key, Near.Slot slot) {
      if (slot != null && slots.remove(key, slot)) {
        bytes -= slot.weight();
      }
    }
  }

  Shares(long share) {
    this.share = share;
  }

  /** Adds one; what must go for it. */
  List<K> add(K key, Near.Slot slot) {
    List<K> tooMany = new ArrayList<>();
    all.compute(
        slot.tenant(),
        (tenant, known) -> {
          Mine<K> mine = known == null ? new Mine<>() : known;
          mine.put(key, slot);
          long excess = mine.bytes - share;
          for (Iterator<Map.Entry<K, Near.Slot>> oldest = mine.slots.entrySet().iterator();
              excess > 0; ) {
            Map.Entry<K, Near.Slot> next = oldest.next();
            excess -= next.getValue().weight();
            tooMany.add(next.getKey());
          }
          return mine;
        });
    return tooMany;
  }

  void remove(K key, Near.Slot slot) {
    all.computeIfPresent(
        slot.tenant(),
        (tenant, mine) -> {
          mine.remove(key, slot);
          return mine.slots.isEmpty() ? null : mine;
        });
  }

  List<K> of(TenantId tenant) {
    List<K> keys = new ArrayList<>();
    all.computeIfPresent(
        tenant,
        (id, mine) -> {
          keys.addAll(mine.slots.keySet());
          return mine;
        });
    return keys;
  }

  long bytes(TenantId tenant) {
    Mine<K> mine = all.get(tenant);
    return mine == null ? 0 : mine.bytes;
  }
}
