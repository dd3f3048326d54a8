package org.rowhouse.testkit;

import java.util.UUID;
import java.util.function.Supplier;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;

/**
 * A tenant of a name that nobody else has, signed up for one test. Closed, it is suspended: nobody
 * can enter it any more. Its rows stay, because the product does not delete tenants yet. It may be
 * closed twice.
 */
public final class ThrowAwayTenant implements AutoCloseable {

  /** What is asked for at the sign-up. */
  record Plan(String slug, Isolation isolation, String password) {

    static Plan of(Isolation isolation) {
      String random = UUID.randomUUID().toString().replace("-", "");
      return new Plan("t" + random.substring(0, 15), isolation, random);
    }

    String organization() {
      return "Throw-away " + slug;
    }

    String adminEmail() {
      return "admin@" + slug + ".example";
    }
  }

  private final TenantId id;
  private final Plan plan;
  private final Supplier<String> token;
  private final Runnable suspension;

  ThrowAwayTenant(TenantId id, Plan plan, Supplier<String> token, Runnable suspension) {
    this.id = id;
    this.plan = plan;
    this.token = token;
    this.suspension = suspension;
  }

  /**
   * Signs a tenant up from inside the server (Arquillian), whoever may sign up from outside.
   *
   * @param isolation SHARED or SCHEMA
   */
  public static ThrowAwayTenant inServer(Isolation isolation) {
    InServer server = AsTenant.inServer();
    Plan plan = Plan.of(isolation);
    TenantId id = server.signUp(plan);
    return new ThrowAwayTenant(id, plan, () -> server.token(plan), () -> server.suspend(id));
  }

  public TenantId id() {
    return id;
  }

  public String slug() {
    return plan.slug();
  }

  public Isolation isolation() {
    return plan.isolation();
  }

  public String adminEmail() {
    return plan.adminEmail();
  }

  public String adminPassword() {
    return plan.password();
  }

  /** A new access token of its admin, for {@code Authorization: Bearer}. */
  public String token() {
    return token.get();
  }

  @Override
  public void close() {
    suspension.run();
  }

  @Override
  public String toString() {
    return isolation() + " tenant " + slug();
  }
}
