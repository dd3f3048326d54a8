package org.rowhouse.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.rowhouse.http.Problem;

/**
 * Hashes passwords with PBKDF2 (HMAC-SHA-512, 210,000 iterations: OWASP's figure) into text that
 * says how it was made: {@code pbkdf2-sha512$iterations$salt$hash}.
 */
@ApplicationScoped
public class Passwords {

  private static final String FORMAT = "pbkdf2-sha512";
  private static final int ITERATIONS = 210_000;
  private static final int HASH_BYTES = 32;
  private static final int MAX_BYTES = 1024;
  private static final byte[] NOBODYS_SALT = new byte[16];
  private static final int PATIENCE_SECONDS = 5;
  private static final Semaphore AT_ONCE =
      new Semaphore(Runtime.getRuntime().availableProcessors());
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * The hash to keep.
   *
   * @throws Problem 400 for more than 1 KiB
   */
  public String hash(String password) {
    return hash(password, () -> {});
  }

  /**
   * As the other, for who may have waited in vain.
   *
   * @param wanted asked when it is this password's turn, before the cost; throws when its hash is
   *     of no use any more
   */
  public String hash(String password, Runnable wanted) {
    if (isTooLong(password)) {
      throw Problem.invalid("password", "must not be longer than " + MAX_BYTES + " bytes");
    }
    byte[] salt = new byte[16];
    RANDOM.nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return FORMAT
        + '$'
        + ITERATIONS
        + '$'
        + base64.encodeToString(salt)
        + '$'
        + base64.encodeToString(derive(password, salt, ITERATIONS, HASH_BYTES, wanted));
  }

  /** Whether {@code hash} was made of this password. */
  public boolean verify(String password, String hash) {
    String[] parts = hash.split("\\$", -1);
    if (parts.length != 4 || !parts[0].equals(FORMAT)) {
      throw new IllegalStateException("A stored password hash has an unknown format");
    }
    if (isTooLong(password)) {
      return false;
    }
    byte[] expected = Base64.getDecoder().decode(parts[3]);
    byte[] salt = Base64.getDecoder().decode(parts[2]);
    return MessageDigest.isEqual(
        expected, derive(password, salt, Integer.parseInt(parts[1]), expected.length, () -> {}));
  }

  /** Costs what a check costs and is always false: for a login by somebody unknown. */
  public boolean verifyNobody(String password) {
    if (!isTooLong(password)) {
      derive(password, NOBODYS_SALT, ITERATIONS, HASH_BYTES, () -> {});
    }
    return false;
  }

  /** A flood of sign-ins takes no more than these cores, and waits no longer than this. */
  private static void acquire() {
    try {
      if (AT_ONCE.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      // the server is stopping this thread's work: the same answer
    }
    throw Problem.unavailable("busy", "Too many sign-ins at once. Try again.", 2);
  }

  private static boolean isTooLong(String password) {
    return password.length() > MAX_BYTES
        || password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  private static byte[] derive(
      String password, byte[] salt, int iterations, int bytes, Runnable wanted) {
    // keyboards differ in how they compose an umlaut; the password is the same
    String composed = Normalizer.normalize(password, Normalizer.Form.NFC);
    acquire();
    PBEKeySpec spec = new PBEKeySpec(composed.toCharArray(), salt, iterations, bytes * 8);
    try {
      wanted.run();
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK lacks PBKDF2WithHmacSHA512", e);
    } finally {
      AT_ONCE.release();
      spec.clearPassword();
    }
  }
}
