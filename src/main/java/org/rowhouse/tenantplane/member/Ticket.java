package org.rowhouse.tenantplane.member;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.tenancy.TenantId;

/**
 * What somebody without an access token holds in the clear: which tenant and which row it is for,
 * and 256 random bits. A refresh token is one, for a session.
 */
public record Ticket(TenantId tenant, UUID id, String secret) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String UUID_TEXT = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String FORM = UUID_TEXT + "\\." + UUID_TEXT + "\\.[A-Za-z0-9_-]{43}";

  /** A new one, to be told once. */
  public static Ticket make(TenantId tenant, UUID id) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return new Ticket(tenant, id, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /** What {@link #text} was. */
  public static Optional<Ticket> parse(String text) {
    if (!text.matches(FORM)) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.");
    return Optional.of(
        new Ticket(new TenantId(UUID.fromString(parts[0])), UUID.fromString(parts[1]), parts[2]));
  }

  public String text() {
    return tenant + "." + id + "." + secret;
  }

  /** What is stored: a fast hash suffices, the secret is not a password. */
  public String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public boolean matches(String storedHash) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), storedHash.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "Ticket[" + id + "]";
  }
}
