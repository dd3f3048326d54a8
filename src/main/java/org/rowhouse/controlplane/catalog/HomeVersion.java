package org.rowhouse.controlplane.catalog;

/**
 * How far a home has been migrated, or is to be.
 *
 * @param tables of db/tenant
 * @param guard of db/guard in a database of its own; null for a home that has none
 * @param fingerprint of the scripts that lead to {@code tables}; null where nobody knows
 */
public record HomeVersion(String tables, String guard, String fingerprint) {

  public HomeVersion(String tables, String guard) {
    this(tables, guard, null);
  }
}
