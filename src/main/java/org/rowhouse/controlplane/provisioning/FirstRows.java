package org.rowhouse.controlplane.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.util.function.Consumer;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantCreated;
import org.rowhouse.tenancy.TenantScope;

/** Has the product lay its first rows into a new tenant. */
@ApplicationScoped
public class FirstRows {

  private final TenantScope scope;
  private final Consumer<TenantCreated> product;

  FirstRows() {
    this(null, (Consumer<TenantCreated>) null);
  }

  @Inject
  FirstRows(TenantScope scope, Event<TenantCreated> product) {
    this(scope, product::fire);
  }

  /** For use without an application server: {@code product} stands for the observers. */
  public FirstRows(TenantScope scope, Consumer<TenantCreated> product) {
    this.scope = scope;
    this.product = product;
  }

  void lay(Tenant tenant, TenantCreated created) {
    scope.run(tenant, () -> product.accept(created));
  }
}
