package org.rowhouse.controlplane.catalog;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;

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

  /** As {@link Homes#OLDER}: numbers with dots between them. */
  static int compare(String one, String other) {
    return Arrays.compare(numbers(one), numbers(other));
  }

  private static BigInteger[] numbers(String version) {
    return Stream.of(version.split("\\.")).map(BigInteger::new).toArray(BigInteger[]::new);
  }
}
