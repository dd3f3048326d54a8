package org.rowhouse.tenancy;

import java.security.SecureRandom;
import java.util.UUID;

/** Makes UUIDv7 ids (RFC 9562): 48 bits of milliseconds, then random bits. */
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();

  private Ids() {}

  /** A new id, later than those made in earlier milliseconds. */
  public static UUID next() {
    long time = System.currentTimeMillis() << 16;
    long high = time | 0x7000 | (RANDOM.nextInt() & 0x0FFF);
    long low = (RANDOM.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low);
  }
}
