package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.function.Supplier;

/** A test's work in a transaction of its own, whatever transaction the caller has. */
@ApplicationScoped
class Apart {

  @Transactional(TxType.REQUIRES_NEW)
  <T> T call(Supplier<T> work) {
    return work.get();
  }
}
