package org.rowhouse.controlplane.audit;

import java.util.SortedMap;
import java.util.TreeMap;
import org.rowhouse.tenancy.TenantId;

/**
 * Something that is being done, to be recorded with it.
 *
 * @param tenant to whom; null for the installation
 * @param action in capitals, for example {@code TENANT_SUSPENDED}
 * @param details ids, states and counts; no word of the tenant's, for the entry outlives him
 * @param actor who; null for the caller of this request
 * @param otherwise who, where there is no caller
 */
public record Deed(
    TenantId tenant,
    String action,
    SortedMap<String, String> details,
    String actor,
    String otherwise) {

  private static final String SERVICE = "service";

  /** Done to a tenant. */
  public static Deed of(TenantId tenant, String action) {
    return new Deed(tenant, action, new TreeMap<>(), null, SERVICE);
  }

  /** Done to the installation. */
  public static Deed of(String action) {
    return of(null, action);
  }

  /** With a further detail. */
  public Deed with(String name, Object value) {
    SortedMap<String, String> more = new TreeMap<>(details);
    more.put(name, value.toString());
    return new Deed(tenant, action, more, actor, otherwise);
  }

  /** Done by this operator, who has no token yet. */
  public Deed byOperator(Object id) {
    return new Deed(tenant, action, details, Actors.operator(id), otherwise);
  }

  /** Done by a visitor where there is no caller, and not by the service itself. */
  public Deed orByAnybody() {
    return new Deed(tenant, action, details, actor, "anybody");
  }
}
