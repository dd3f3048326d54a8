package org.rowhouse.tenancy.cache.node;

import java.util.Optional;

/**
 * A value, or that nothing is there, with what is known of it.
 *
 * @param id under which Redis has it; null when it is not kept
 * @param asOf of the tenant, as its loader knew it
 * @param end of its life, in milliseconds of the epoch
 * @param bytes as JSON
 */
public record Held<T>(Optional<T> value, byte[] id, long asOf, long end, int bytes) {

  /** One that is kept nowhere. */
  public static <T> Held<T> notKept(Optional<T> value) {
    return new Held<>(value, null, 0, 0, 0);
  }

  public boolean isKept() {
    return id != null;
  }
}
