package org.rowhouse.tenancy.account;

import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;

/** What was done to the current tenant by the control plane. */
public interface AuditTrail {

  /** A page of its entries, newest first. */
  Page<AuditEntry> page(Paging paging);

  /** Whether the trail is as it was written. */
  AuditVerification verify();
}
