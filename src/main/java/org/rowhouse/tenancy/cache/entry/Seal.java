package org.rowhouse.tenancy.cache.entry;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Says of bytes in Redis that this product made them, for this use: half of an HMAC-SHA-256 by a
 * key of its own, derived from those of {@code ROWHOUSE_SECRET_KEY}. The first seals, all fit.
 */
public final class Seal {

  static final int LENGTH = 16;
  private static final byte[] PURPOSE = "rowhouse cached value".getBytes(StandardCharsets.UTF_8);

  /** Never used themselves: each use takes a clone. */
  private final List<Mac> macs;

  public Seal(List<SecretKey> keys) {
    macs = keys.stream().map(key -> mac(mac(key.getEncoded()).doFinal(PURPOSE))).toList();
  }

  /** The seal of these, in this order; no other list of them has it. */
  byte[] of(String name, String shape, byte[]... parts) {
    return seal(macs.get(0), name, shape, parts);
  }

  boolean fits(byte[] sealed, String name, String shape, byte[]... parts) {
    for (Mac mac : macs) {
      if (MessageDigest.isEqual(sealed, seal(mac, name, shape, parts))) {
        return true;
      }
    }
    return false;
  }

  private static byte[] seal(Mac prepared, String name, String shape, byte[]... parts) {
    try {
      Mac mac = (Mac) prepared.clone();
      add(mac, name.getBytes(StandardCharsets.UTF_8));
      add(mac, shape.getBytes(StandardCharsets.UTF_8));
      for (byte[] part : parts) {
        add(mac, part);
      }
      return Arrays.copyOf(mac.doFinal(), LENGTH);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("This JDK's HmacSHA256 cannot be cloned", e);
    }
  }

  private static void add(Mac mac, byte[] part) {
    mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    mac.update(part);
  }

  private static Mac mac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK lacks HmacSHA256", e);
    }
  }
}
