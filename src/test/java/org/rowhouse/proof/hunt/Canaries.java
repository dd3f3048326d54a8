package org.rowhouse.proof.hunt;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.rowhouse.proof.client.Answer;

/** Searches every byte of an answer for text and ids of another tenant. */
final class Canaries {

  static final String SIGN = "canary-";
  private static final int ID_LENGTH = 36;

  private final Map<String, String> owners = new ConcurrentHashMap<>();

  /** Makes an id known as the property of {@code slug}. */
  void own(String id, String slug) {
    owners.put(id, slug);
  }

  /** What of another tenant is in an answer to {@code slug}. */
  Optional<String> foreign(Answer answer, String slug) {
    return foreign(answer.head().getBytes(StandardCharsets.ISO_8859_1), slug)
        .or(() -> foreign(answer.body(), slug));
  }

  /** Both signs have a hyphen, so only there it looks closer. */
  private Optional<String> foreign(byte[] all, String slug) {
    for (int i = 0; i < all.length; i++) {
      if (all[i] == '-') {
        if (matches(all, i + 1 - SIGN.length(), SIGN) && !matches(all, i + 1, slug + "-")) {
          return Optional.of(text(all, i + 1 - SIGN.length(), 40));
        }
        String owner = isId(all, i - 8) ? owners.get(text(all, i - 8, ID_LENGTH)) : null;
        if (owner != null && !owner.equals(slug)) {
          return Optional.of("id " + text(all, i - 8, ID_LENGTH) + " of " + owner);
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isId(byte[] all, int from) {
    return from >= 0
        && from + ID_LENGTH <= all.length
        && all[from + 13] == '-'
        && all[from + 18] == '-'
        && all[from + 23] == '-';
  }

  /** Whether {@code lower} stands there, in any case. */
  private static boolean matches(byte[] all, int from, String lower) {
    if (from < 0 || from + lower.length() > all.length) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      int c = all[from + i];
      if ((c >= 'A' && c <= 'Z' ? c + 32 : c) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static String text(byte[] all, int from, int length) {
    return new String(all, from, Math.min(length, all.length - from), StandardCharsets.ISO_8859_1)
        .toLowerCase(java.util.Locale.ROOT);
  }
}
