package org.rowhouse.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Time as it is stored and shown: in microseconds. */
public final class Times {

  private Times() {}

  public static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.MICROS);
  }
}
