package org.rowhouse.tenancy.isolation;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.WrongTenant;

/** Whose transaction this is: one tenant's or the control plane's, never both. */
public final class TransactionOwner {

  private static final String KEY = TransactionOwner.class.getName();
  private static final String CONTROL = "the control plane";

  private TransactionOwner() {}

  /**
   * Claims the current transaction, if there is one, for the control plane.
   *
   * @throws WrongTenant when a tenant owns it
   */
  public static void claimForControl() {
    claim(CONTROL);
  }

  /**
   * Claims the current transaction for {@code tenant}.
   *
   * @throws WrongTenant when somebody else owns it
   */
  static void claimFor(Tenant tenant) {
    claim(tenant.id());
  }

  private static void claim(Object claimant) {
    TransactionSynchronizationRegistry registry = Transactions.registry();
    if (registry.getTransactionStatus() == Status.STATUS_NO_TRANSACTION) {
      return;
    }
    Object owner = registry.getResource(KEY);
    if (owner == null) {
      registry.putResource(KEY, claimant);
    } else if (!owner.equals(claimant)) {
      throw new WrongTenant(
          "A transaction belongs to one tenant or to the control plane; begin another for this");
    }
  }
}
