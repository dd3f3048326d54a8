package org.rowhouse.tenancy.isolation;

/** Tenant rows were touched outside a transaction: annotate the resource method @Transactional. */
public class NoTransaction extends IllegalStateException {
  NoTransaction() {
    super("Tenant rows are reached only inside a transaction; annotate the method @Transactional");
  }
}
