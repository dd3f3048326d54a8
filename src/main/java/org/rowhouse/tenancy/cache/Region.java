package org.rowhouse.tenancy.cache;

import java.time.Duration;

/**
 * One kind of value that is kept for tenants. Make it once, as a constant.
 *
 * @param name {@code [a-z0-9-]+}, unique in the product
 * @param type a record that JSON can hold; nodes with another shape of it do not read each other
 * @param kept how long a value is kept at most, from a second to an hour; that nothing is there, a
 *     sixth of that
 * @param bytes what is larger as JSON is not kept
 */
public record Region<T>(String name, Class<T> type, Duration kept, int bytes) {

  public Region {
    if (!name.matches("[a-z0-9-]{1,40}")) {
      throw new IllegalArgumentException("Not the name of a region: " + name);
    }
    if (kept.compareTo(Duration.ofSeconds(1)) < 0 || kept.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("A region keeps values from a second to an hour");
    }
  }

  /** Kept for a minute, 64 KiB at most. */
  public static <T> Region<T> of(String name, Class<T> type) {
    return new Region<>(name, type, Duration.ofMinutes(1), 64 * 1024);
  }

  public Region<T> keptFor(Duration kept) {
    return new Region<>(name, type, kept, bytes);
  }

  public Region<T> atMost(int bytes) {
    return new Region<>(name, type, kept, bytes);
  }
}
