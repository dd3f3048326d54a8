package org.rowhouse.tenancy;

import java.util.Map;
import java.util.TreeMap;

/**
 * A tenant is being erased: its home is gone, or its rows in it. Whoever keeps anything of it
 * elsewhere (files, an index, a mailing list) observes this, removes it and says how much there
 * was. Fired synchronously, outside the tenant, possibly more than once (after a crash): observers
 * are idempotent, and an exception of theirs has the erasure tried again.
 */
public final class TenantErasing {

  private final TenantId tenant;
  private final Map<String, Long> removed = new TreeMap<>();

  public TenantErasing(TenantId tenant) {
    this.tenant = tenant;
  }

  public TenantId tenant() {
    return tenant;
  }

  /** For the certificate: {@code what} in a word, never a value of the tenant's. */
  public void removed(String what, long count) {
    removed.merge(what, count, Long::sum);
  }

  public Map<String, Long> removed() {
    return Map.copyOf(removed);
  }
}
