package org.rowhouse.tenancy;

import jakarta.enterprise.context.RequestScoped;

/** The tenant of this request or {@link TenantScope}, if there is one. */
@RequestScoped
public class CurrentTenant {

  private Tenant tenant;

  /**
   * The current tenant.
   *
   * @throws NoTenant when there is none
   */
  public Tenant get() {
    if (tenant == null) {
      throw new NoTenant("No tenant is current here; enter one through TenantScope");
    }
    return tenant;
  }

  public boolean isPresent() {
    return tenant != null;
  }

  /**
   * Makes {@code next} current and returns what was before (null for none).
   *
   * @throws WrongTenant inside a different tenant
   */
  Tenant enter(Tenant next) {
    if (tenant != null && !tenant.id().equals(next.id())) {
      throw new WrongTenant("Inside one tenant no other can be entered");
    }
    Tenant before = tenant;
    tenant = next;
    return before;
  }

  void restore(Tenant before) {
    tenant = before;
  }
}
