package org.rowhouse.controlplane.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.rowhouse.security.Secrets;

/** Seals over the heads of chains, under the key of the settings. */
record Seals(Secrets secrets) {

  String seal(UUID chain, long number, String hash) {
    return secrets.seal(words(chain), content(number, hash));
  }

  /** Whether this seal was made here, for this head of this chain. */
  boolean hold(UUID chain, long number, String hash, String seal) {
    try {
      return Arrays.equals(secrets.open(words(chain), seal), content(number, hash));
    } catch (IllegalStateException e) {
      // made for something else, or under no key of ours
      return false;
    }
  }

  boolean isCurrent(String seal) {
    return secrets.isCurrent(seal);
  }

  private static String words(UUID chain) {
    return "head of audit chain " + chain;
  }

  private static byte[] content(long number, String hash) {
    return (number + " " + hash).getBytes(StandardCharsets.US_ASCII);
  }
}
