package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.rowhouse.settings.Settings;

/**
 * Makes cursors that only the list they came from accepts: each is sealed with its scope (tenant,
 * path, filters, order), so a cursor of another tenant or another query is malformed input.
 */
@ApplicationScoped
public class Cursors {

  private static final int SEAL_BYTES = 16;
  private static final String SEPARATOR = "\n";

  private final List<SecretKey> keys;

  Cursors() {
    keys = List.of();
  }

  @Inject
  public Cursors(Settings settings) {
    keys = settings.secretKeys().stream().map(Cursors::derived).toList();
  }

  /** A cursor that carries {@code position}, valid only in {@code scope}. */
  public String seal(String scope, List<String> position) {
    byte[] payload = String.join(SEPARATOR, position).getBytes(StandardCharsets.UTF_8);
    byte[] sealed = Arrays.copyOf(seal(keys.get(0), scope, payload), SEAL_BYTES + payload.length);
    System.arraycopy(payload, 0, sealed, SEAL_BYTES, payload.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
  }

  /**
   * The position that {@link #seal} was given.
   *
   * @throws Problem 400 when the cursor was not made here for this scope
   */
  public List<String> open(String scope, String cursor) {
    byte[] sealed = decode(cursor);
    if (sealed.length > SEAL_BYTES) {
      byte[] payload = Arrays.copyOfRange(sealed, SEAL_BYTES, sealed.length);
      byte[] given = Arrays.copyOf(sealed, SEAL_BYTES);
      for (SecretKey key : keys) {
        if (MessageDigest.isEqual(given, seal(key, scope, payload))) {
          return List.of(new String(payload, StandardCharsets.UTF_8).split(SEPARATOR));
        }
      }
    }
    throw Problem.invalid("cursor", "is not a cursor of this list");
  }

  private static byte[] decode(String cursor) {
    try {
      return Base64.getUrlDecoder().decode(cursor);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  /** A key for cursors alone. */
  private static SecretKey derived(SecretKey key) {
    byte[] label = "rowhouse cursors".getBytes(StandardCharsets.UTF_8);
    return new SecretKeySpec(mac(key, label, new byte[0]), "HmacSHA256");
  }

  private static byte[] seal(SecretKey key, String scope, byte[] payload) {
    byte[] prefix = (scope.length() + ":" + scope).getBytes(StandardCharsets.UTF_8);
    return Arrays.copyOf(mac(key, prefix, payload), SEAL_BYTES);
  }

  private static byte[] mac(SecretKey key, byte[] first, byte[] second) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getEncoded(), "HmacSHA256"));
      mac.update(first);
      return mac.doFinal(second);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
