package org.rowhouse.tenancy;

/** Tenant data was asked for where no tenant is current: a fault in our code, never an answer. */
public class NoTenant extends IllegalStateException {
  public NoTenant(String detail) {
    super(detail);
  }
}
