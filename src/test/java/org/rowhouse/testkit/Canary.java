package org.rowhouse.testkit;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Texts that are nowhere else, and texts like a given one that nobody has. */
final class Canary {

  private static final int RANDOM = 10;

  private Canary() {}

  /** {@code canary} and ten letters or digits. */
  static String next() {
    return "canary" + UUID.randomUUID().toString().replace("-", "").substring(0, RANDOM);
  }

  /** An id of the same form that nobody has; a UUIDv7 keeps its time. */
  static String like(String id) {
    return id.matches("[0-9a-f-]{36}")
        ? id.substring(0, 24) + UUID.randomUUID().toString().substring(24)
        : ThreadLocalRandom.current()
            .ints(id.length(), '0', '9' + 1)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
  }
}
