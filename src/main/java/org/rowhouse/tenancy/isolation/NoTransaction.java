package org.rowhouse.tenancy.isolation;

/** Tenant rows were touched outside a transaction: the resource method lacks @Transactional. */
public class NoTransaction extends IllegalStateException {
  NoTransaction() {
    super(
        "Tenant rows are reached only inside a transaction: annotate the method @Transactional,"
            + " or @Transactional(SUPPORTS) where it only reads");
  }
}
