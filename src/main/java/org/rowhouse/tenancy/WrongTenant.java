package org.rowhouse.tenancy;

/** Code inside one tenant (or one transaction) tried to reach another: a fault in our code. */
public class WrongTenant extends IllegalStateException {
  public WrongTenant(String detail) {
    super(detail);
  }
}
