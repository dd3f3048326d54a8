package org.rowhouse.tenancy.cache;

import jakarta.transaction.Synchronization;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.rowhouse.tenancy.TenantId;

/**
 * What one transaction forgets. From its first word of a place until the end, this node neither
 * uses nor puts anything there; at the end, however it comes, all nodes forget it.
 */
final class Forgetting implements Synchronization {

  /** More than these, and all of the tenant is forgotten at once. */
  private static final int MANY = 400;

  private final Node node;
  private final Map<TenantId, Set<Place>> places = new LinkedHashMap<>();
  private final Set<TenantId> whole = new LinkedHashSet<>();
  private boolean ended;

  Forgetting(Node node) {
    this.node = node;
  }

  synchronized void add(Place place) {
    requireOpen();
    Set<Place> known = places.computeIfAbsent(place.tenant(), tenant -> new LinkedHashSet<>());
    if (whole.contains(place.tenant()) || known.contains(place)) {
      return;
    }
    if (known.size() == MANY) {
      addAll(place.tenant());
    } else {
      node.stripes.beginWriting(place.mark());
      node.near.drop(place);
      known.add(place);
    }
  }

  synchronized void addAll(TenantId tenant) {
    requireOpen();
    if (whole.add(tenant)) {
      node.stripes.beginWriting(tenant);
      node.near.drop(tenant);
    }
  }

  @Override
  public void beforeCompletion() {
    // an entity that is flushed now is still to be heard of
  }

  /** Whatever became of it: that it failed is not always known for certain. */
  @Override
  public void afterCompletion(int status) {
    end();
  }

  synchronized void end() {
    if (ended) {
      return;
    }
    ended = true;
    try {
      whole.forEach(node::forgetEverywhere);
      places.forEach(
          (tenant, known) -> {
            if (!whole.contains(tenant) && !known.isEmpty()) {
              node.forgetEverywhere(tenant, known);
            }
          });
    } finally {
      whole.forEach(node.stripes::endWriting);
      places.values().forEach(all -> all.forEach(place -> node.stripes.endWriting(place.mark())));
    }
  }

  /** A server may end a transaction that takes too long from a thread of its own. */
  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("The transaction is over");
    }
  }
}
