package org.rowhouse.tenancy;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.function.Supplier;

/** The only door into a tenant: sets the current tenant for a block and restores it after. */
@ApplicationScoped
public class TenantScope {

  private final CurrentTenant current;
  private final Instance<RequestContextController> contexts;

  TenantScope() {
    this(null, null);
  }

  @Inject
  public TenantScope(CurrentTenant current, Instance<RequestContextController> contexts) {
    this.current = current;
    this.contexts = contexts;
  }

  /**
   * Runs {@code work} inside {@code tenant}, on any thread that the server manages.
   *
   * @throws WrongTenant inside a different tenant
   */
  public <T> T call(Tenant tenant, Supplier<T> work) {
    RequestContextController context = contexts.get();
    boolean opened = context.activate();
    try {
      Tenant before = current.enter(tenant);
      try {
        return work.get();
      } finally {
        current.restore(before);
      }
    } finally {
      if (opened) {
        context.deactivate();
      }
      contexts.destroy(context);
    }
  }

  /** As {@link #call}, for work without a result. */
  public void run(Tenant tenant, Runnable work) {
    call(
        tenant,
        () -> {
          work.run();
          return null;
        });
  }

  /**
   * {@code work} for another thread, where it runs inside the tenant that is current here and now.
   *
   * @throws NoTenant where none is current
   */
  public Runnable carry(Runnable work) {
    Tenant tenant = current.get();
    return () -> run(tenant, work);
  }

  /**
   * Enters {@code tenant} for the rest of this HTTP request, whose end drops the context with the
   * request's bean.
   *
   * @throws WrongTenant inside a different tenant
   */
  public void enterForRequest(Tenant tenant) {
    current.enter(tenant);
  }
}
