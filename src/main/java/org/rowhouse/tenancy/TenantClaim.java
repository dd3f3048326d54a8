package org.rowhouse.tenancy;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;

/** The tenant that the verified token of this request speaks for, if it speaks for one. */
@RequestScoped
public class TenantClaim {

  private TenantId tenant;

  public Optional<TenantId> find() {
    return Optional.ofNullable(tenant);
  }

  /** To be called by whoever verified the token, and nobody else. */
  public void set(TenantId tenant) {
    this.tenant = tenant;
  }
}
