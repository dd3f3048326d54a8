package org.rowhouse.tenancy.isolation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.function.Supplier;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantScope;

/** A test's work, in transactions as the product's resources have them. */
@ApplicationScoped
class Work {

  @Inject private TenantScope scope;
  @Inject private Work self;

  <T> T in(Tenant tenant, Supplier<T> work) {
    return scope.call(tenant, () -> self.transaction(work));
  }

  @Transactional
  <T> T transaction(Supplier<T> work) {
    return work.get();
  }
}
