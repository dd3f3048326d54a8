package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import java.util.function.Supplier;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.testkit.AsTenant;

/** A test's work, in transactions as the product's resources have them. */
@ApplicationScoped
class Work {

  <T> T in(Tenant tenant, Supplier<T> work) {
    return AsTenant.call(tenant.id(), work);
  }

  @Transactional(TxType.SUPPORTS)
  <T> T reading(Supplier<T> work) {
    return work.get();
  }

  @Transactional
  <T> T transaction(Supplier<T> work) {
    return work.get();
  }
}
