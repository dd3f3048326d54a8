package org.rowhouse.tenancy;

/**
 * One customer organisation, as the directory knows it.
 *
 * @param asOf the number of the last change to the tenant or its home that this knows of: it rises
 *     with every change, a migration of its home included
 */
public record Tenant(
    TenantId id,
    String slug,
    String organization,
    Status status,
    Isolation isolation,
    Home home,
    Limits limits,
    long asOf) {

  /** Where the tenant is in its life. Only an ACTIVE tenant is served. */
  public enum Status {
    PROVISIONING,
    ACTIVE,
    SUSPENDED,
    /** Nobody can reach it; all it has is there until its grace is over, and can be restored. */
    DELETING,
    /** What it had is being removed; there is no way back. */
    PURGING,
    /** Nothing is left of it but its id. */
    DELETED,
    /** Sign-up could not be finished; nobody can reach it. */
    FAILED
  }

  /** Whether it answers as if it never was. */
  public boolean isGone() {
    return switch (status) {
      case PROVISIONING, ACTIVE, SUSPENDED -> false;
      case DELETING, PURGING, DELETED, FAILED -> true;
    };
  }

  /**
   * This tenant, if it may be served now.
   *
   * @throws TenantSuspended while it is suspended
   * @throws TenantUnavailable while it is being made or its home is not ready
   * @throws UnknownTenant once it is to be deleted, as if it never was
   */
  public Tenant requireServable() {
    switch (status) {
      case SUSPENDED -> throw new TenantSuspended();
      case PROVISIONING -> throw new TenantUnavailable("tenant-provisioning");
      case DELETING, PURGING, DELETED, FAILED -> throw new UnknownTenant();
      case ACTIVE -> {
        if (home.state() != Home.State.READY) {
          throw new TenantUnavailable("home-unavailable");
        }
      }
    }
    return this;
  }
}
