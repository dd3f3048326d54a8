package org.rowhouse.controlplane.audit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.tenancy.CurrentTenant;
import org.rowhouse.tenancy.TenantId;
import org.rowhouse.tenancy.account.AuditEntry;
import org.rowhouse.tenancy.account.AuditTrail;
import org.rowhouse.tenancy.account.AuditVerification;

/** The trail of the current tenant. */
@ApplicationScoped
public class OwnTrail implements AuditTrail {

  @Inject private Trails trails;
  @Inject private CurrentTenant current;

  @Override
  public Page<AuditEntry> page(Paging paging) {
    TenantId tenant = current.get().id();
    return trails.page(tenant, "audit " + tenant, paging);
  }

  @Override
  public AuditVerification verify() {
    return trails.verify(current.get().id());
  }
}
