package org.rowhouse.tenancy;

/**
 * A tenant's home is ready and the product may lay its first rows. Fired inside the tenant's scope,
 * synchronously, possibly more than once for one tenant (after a crash): observers are idempotent,
 * and an exception of theirs fails the sign-up. Where sample data was asked for it is fired again,
 * with {@code seed}, when the first member is there.
 *
 * @param seed whether sample data was asked for
 */
public record TenantCreated(FirstAdmin admin, boolean seed) {

  /** The first member, who administers the tenant. */
  public record FirstAdmin(String email, String name, String passwordHash) {
    @Override
    public String toString() {
      return "FirstAdmin[]";
    }
  }
}
