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

/** A refresh token in the clear: which tenant and session it is for, and 256 random bits. */
record RefreshToken(TenantId tenant, UUID session, String secret) {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String UUID_TEXT = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
  private static final String FORM = UUID_TEXT + "\\." + UUID_TEXT + "\\.[A-Za-z0-9_-]{43}";

  static RefreshToken make(TenantId tenant, UUID session) {
    byte[] secret = new byte[32];
    RANDOM.nextBytes(secret);
    return new RefreshToken(
        tenant, session, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  static Optional<RefreshToken> parse(String text) {
    if (!text.matches(FORM)) {
      return Optional.empty();
    }
    String[] parts = text.split("\\.");
    return Optional.of(
        new RefreshToken(
            new TenantId(UUID.fromString(parts[0])), UUID.fromString(parts[1]), parts[2]));
  }

  String text() {
    return tenant + "." + session + "." + secret;
  }

  /** What is stored: a fast hash suffices, the secret is not a password. */
  String hash() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean matches(String storedHash) {
    return MessageDigest.isEqual(
        hash().getBytes(StandardCharsets.US_ASCII), storedHash.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "RefreshToken[" + session + "]";
  }
}
