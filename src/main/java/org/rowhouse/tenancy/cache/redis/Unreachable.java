package org.rowhouse.tenancy.cache.redis;

/** Redis does not do it now: it is off, away, too slow or refuses. Whether it did is unknown. */
public class Unreachable extends RuntimeException {

  Unreachable(String fact, Throwable cause) {
    super(fact, cause, false, false);
  }
}
