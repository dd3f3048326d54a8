package org.rowhouse.tenancy.cache;

import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;
import java.util.function.Supplier;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** The transaction of the caller, and what is to be forgotten at its end. */
final class OwnTransaction {

  private static final String KEY = OwnTransaction.class.getName();

  private final Supplier<TransactionSynchronizationRegistry> registries;
  private volatile TransactionSynchronizationRegistry registry;

  OwnTransaction(Supplier<TransactionSynchronizationRegistry> registries) {
    this.registries = registries;
  }

  /** That of the server. */
  static TransactionSynchronizationRegistry lookUp() {
    try {
      return InitialContext.doLookup("java:comp/TransactionSynchronizationRegistry");
    } catch (NamingException e) {
      throw new IllegalStateException("This server offers no transactions", e);
    }
  }

  /** Whether there is one, in whatever state. */
  boolean isThere() {
    return registry().getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
  }

  /**
   * That of this transaction, which ends with it; none when nothing of the transaction will stay.
   *
   * @param fresh makes one
   * @throws IllegalStateException when it is too late: what is written now cannot be forgotten at
   *     the end, and must not be written
   */
  Optional<Forgetting> forgetting(Supplier<Forgetting> fresh) {
    if (isDoomed()) {
      return Optional.empty();
    }
    Forgetting known = (Forgetting) registry().getResource(KEY);
    if (known == null) {
      known = fresh.get();
      registry().registerInterposedSynchronization(known);
      registry().putResource(KEY, known);
    }
    return Optional.of(known);
  }

  private boolean isDoomed() {
    return switch (registry().getTransactionStatus()) {
      case Status.STATUS_MARKED_ROLLBACK, Status.STATUS_ROLLING_BACK, Status.STATUS_ROLLEDBACK ->
          true;
      default -> false;
    };
  }

  private TransactionSynchronizationRegistry registry() {
    if (registry == null) {
      registry = registries.get();
    }
    return registry;
  }
}
