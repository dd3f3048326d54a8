package org.rowhouse.controlplane.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.rowhouse.tenancy.TenantId;

/** Every proven domain and its tenant, in memory. */
final class DomainNames {

  private final Map<String, TenantId> holders = new ConcurrentHashMap<>();

  /** A row of {@code control.domain} that changed. */
  public record Change(String name, TenantId tenantId, boolean proven) {}

  /** What changed after {@code last}, in the order of the changes: a domain can change hands. */
  static List<Change> changes(Handle handle, long last, int seconds) {
    return handle
        .createQuery(
            """
            select name, tenant_id, state = 'PROVEN' as proven
            from control.domain where change > :last order by change
            """)
        .setQueryTimeout(seconds)
        .bind("last", last)
        .mapTo(Change.class)
        .list();
  }

  Optional<TenantId> holder(String name) {
    return Optional.ofNullable(holders.get(name));
  }

  /**
   * @param whole whether the changes are all there are
   */
  void apply(List<Change> changes, boolean whole) {
    if (whole) {
      holders
          .keySet()
          .retainAll(
              changes.stream()
                  .filter(Change::proven)
                  .map(Change::name)
                  .collect(Collectors.toSet()));
    }
    for (Change change : changes) {
      if (change.proven()) {
        holders.put(change.name(), change.tenantId());
      } else {
        // unless it is another tenant's by now
        holders.remove(change.name(), change.tenantId());
      }
    }
  }
}
