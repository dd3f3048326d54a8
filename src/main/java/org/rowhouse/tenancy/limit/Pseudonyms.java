package org.rowhouse.tenancy.limit;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.rowhouse.settings.Settings;

/**
 * Names for addresses of people, the same on every node, that tell nothing to a thief of Redis: a
 * keyed hash. With another first key in {@code ROWHOUSE_SECRET_KEY} everybody has another name, and
 * a full bucket.
 */
@ApplicationScoped
class Pseudonyms {

  private static final int BYTES = 16;

  private final SecretKey key;

  Pseudonyms() {
    key = null;
  }

  @Inject
  Pseudonyms(Settings settings) {
    key =
        new SecretKeySpec(
            hmac(settings.secretKeys().get(0).getEncoded(), "rowhouse limits"), "HmacSHA256");
  }

  /** Hex; equal only when all parts are. */
  String of(String... parts) {
    StringBuilder all = new StringBuilder();
    for (String part : parts) {
      all.append(part == null ? "-" : part.length() + ":" + part);
    }
    return HexFormat.of().formatHex(Arrays.copyOf(hmac(key.getEncoded(), all.toString()), BYTES));
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK lacks HmacSHA256", e);
    }
  }
}
