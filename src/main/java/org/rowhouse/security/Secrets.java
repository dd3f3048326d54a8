package org.rowhouse.security;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.rowhouse.settings.Settings;

/**
 * Keeps secrets at rest under the keys of {@code ROWHOUSE_SECRET_KEY}: the first seals, all open,
 * so that a key is rotated by putting a new one in front. Every use has a key of its own, derived
 * from these.
 */
@ApplicationScoped
public class Secrets {

  private static final String VERSION = "v1";
  private static final int NONCE = 12;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Map<String, SecretKey> keys = new LinkedHashMap<>();

  Secrets() {}

  @Inject
  public Secrets(Settings settings) {
    for (SecretKey key : settings.secretKeys()) {
      byte[] id = hmac(key, "key id".getBytes(StandardCharsets.UTF_8));
      keys.put(HexFormat.of().formatHex(id, 0, 4), key);
    }
  }

  /**
   * Seals with AES-256-GCM.
   *
   * @param context what the secret is for, and whose; it opens only under the same words
   */
  public String seal(String context, byte[] secret) {
    String id = keys.keySet().iterator().next();
    byte[] nonce = new byte[NONCE];
    RANDOM.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, id, nonce, context).doFinal(secret);
      byte[] all = ByteBuffer.allocate(NONCE + sealed.length).put(nonce).put(sealed).array();
      return VERSION + '.' + id + '.' + Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Cannot seal " + context, e);
    }
  }

  /** Whether {@code sealed} lies under the first key: all others may be dropped. */
  public boolean isCurrent(String sealed) {
    return sealed.startsWith(VERSION + '.' + keys.keySet().iterator().next() + '.');
  }

  /**
   * Opens what {@link #seal} made.
   *
   * @throws IllegalStateException when it was changed, sealed for something else, or sealed under a
   *     key that the settings no longer list
   */
  public byte[] open(String context, String sealed) {
    String[] parts = sealed.split("\\.", -1);
    if (parts.length != 3 || !parts[0].equals(VERSION) || !keys.containsKey(parts[1])) {
      throw new IllegalStateException(
          "Cannot open "
              + context
              + ": ROWHOUSE_SECRET_KEY lacks the key it was sealed with; list that key again");
    }
    try {
      byte[] all = Base64.getUrlDecoder().decode(parts[2]);
      byte[] nonce = new byte[NONCE];
      ByteBuffer.wrap(all).get(nonce);
      return cipher(Cipher.DECRYPT_MODE, parts[1], nonce, context)
          .doFinal(all, NONCE, all.length - NONCE);
    } catch (GeneralSecurityException | RuntimeException e) {
      throw new IllegalStateException("Cannot open " + context + ": it was changed", e);
    }
  }

  /**
   * A keyed hash (HMAC-SHA-256, hex), the same on every node: tells whether two inputs are the same
   * to whoever may ask us, and nothing to a thief of the database.
   *
   * @param purpose separates uses: the same data hash differently for different purposes
   */
  public String fingerprint(String purpose, byte[] data) {
    return fingerprint(keys.values().iterator().next(), purpose, data);
  }

  /** As {@link #fingerprint(String, byte[])}, of the text in UTF-8. */
  public String fingerprint(String purpose, String text) {
    return fingerprint(purpose, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Whether the fingerprint is of this text, under any key listed; in constant time. */
  public boolean matches(String purpose, String text, String fingerprint) {
    byte[] data = text.getBytes(StandardCharsets.UTF_8);
    byte[] given = fingerprint.getBytes(StandardCharsets.UTF_8);
    boolean matches = false;
    for (SecretKey key : keys.values()) {
      byte[] own = fingerprint(key, purpose, data).getBytes(StandardCharsets.UTF_8);
      matches |= MessageDigest.isEqual(own, given);
    }
    return matches;
  }

  private static String fingerprint(SecretKey key, String purpose, byte[] data) {
    return HexFormat.of().formatHex(hmac(derive(key, "fingerprint " + purpose), data));
  }

  private Cipher cipher(int mode, String id, byte[] nonce, String context)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, derive(keys.get(id), "seal"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD((VERSION + '.' + id + '.' + context).getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static SecretKey derive(SecretKey key, String purpose) {
    byte[] label = ("rowhouse " + purpose).getBytes(StandardCharsets.UTF_8);
    return new SecretKeySpec(hmac(key, label), "AES");
  }

  private static byte[] hmac(SecretKey key, byte[] data) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      return mac.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK lacks HmacSHA256", e);
    }
  }
}
