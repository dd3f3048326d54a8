package org.rowhouse.tenancy;

/** One customer organisation, as the directory knows it. */
public record Tenant(
    TenantId id, String slug, String organization, Status status, Isolation isolation, Home home) {

  /** Where the tenant is in its life. Only an ACTIVE tenant is served. */
  public enum Status {
    PROVISIONING,
    ACTIVE,
    SUSPENDED,
    /** Sign-up could not be finished; nobody can reach it. */
    FAILED
  }

  /**
   * This tenant, if it may be served now.
   *
   * @throws TenantSuspended while it is suspended
   * @throws TenantUnavailable while it is being made or its home is not ready
   */
  public Tenant requireServable() {
    switch (status) {
      case SUSPENDED -> throw new TenantSuspended();
      case PROVISIONING -> throw new TenantUnavailable("tenant-provisioning");
      case FAILED -> throw new UnknownTenant();
      case ACTIVE -> {
        if (home.state() != Home.State.READY) {
          throw new TenantUnavailable("home-unavailable");
        }
      }
    }
    return this;
  }
}
