package org.rowhouse.testkit;

import jakarta.enterprise.inject.spi.CDI;
import java.util.function.Supplier;
import org.rowhouse.tenancy.TenantId;

/**
 * Runs blocks of a test as a tenant, inside the server (Arquillian): as a request of that tenant
 * would, in one transaction that commits when the block ends normally and rolls back when it
 * throws.
 */
public final class AsTenant {

  private AsTenant() {}

  /**
   * Runs {@code work} in one transaction.
   *
   * @throws org.rowhouse.tenancy.UnknownTenant when there is no such tenant
   * @throws org.rowhouse.tenancy.WrongTenant inside a different tenant
   */
  public static void run(TenantId tenant, Runnable work) {
    call(
        tenant,
        () -> {
          work.run();
          return null;
        });
  }

  /** As {@link #run}, for work with a result. */
  public static <T> T call(TenantId tenant, Supplier<T> work) {
    InServer server = inServer();
    return server.call(tenant, () -> server.transaction(work));
  }

  /** As {@link #call}, for work that has transactions of its own; without one there is no row. */
  public static <T> T callWithoutTransaction(TenantId tenant, Supplier<T> work) {
    return inServer().call(tenant, work);
  }

  static InServer inServer() {
    return CDI.current().select(InServer.class).get();
  }
}
