package org.rowhouse.proof.hunt;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.rowhouse.proof.client.Answer;

/** Searches every byte of an answer for text and ids of another tenant. */
final class Canaries {

  private static final String SIGN = "canary-";
  private static final int ID_LENGTH = 36;

  private final Map<String, String> owners = new ConcurrentHashMap<>();

  /** Makes an id known as the property of {@code slug}. */
  void own(String id, String slug) {
    owners.put(id, slug);
  }

  /** What of another tenant is in an answer to {@code slug}. */
  Optional<String> foreign(Answer answer, String slug) {
    String all =
        (answer.head() + new String(answer.body(), StandardCharsets.ISO_8859_1))
            .toLowerCase(Locale.ROOT);
    return foreignText(all, slug).or(() -> foreignId(all, slug));
  }

  private static Optional<String> foreignText(String all, String slug) {
    for (int at = all.indexOf(SIGN); at >= 0; at = all.indexOf(SIGN, at + 1)) {
      if (!all.startsWith(slug + "-", at + SIGN.length())) {
        return Optional.of(all.substring(at, Math.min(all.length(), at + 40)));
      }
    }
    return Optional.empty();
  }

  private Optional<String> foreignId(String all, String slug) {
    for (int dash = all.indexOf('-'); dash >= 0; dash = all.indexOf('-', dash + 1)) {
      int from = dash - 8;
      int end = from + ID_LENGTH;
      if (from >= 0
          && end <= all.length()
          && all.charAt(from + 13) == '-'
          && all.charAt(from + 18) == '-'
          && all.charAt(from + 23) == '-') {
        String id = all.substring(from, end);
        String owner = owners.get(id);
        if (owner != null && !owner.equals(slug)) {
          return Optional.of("id " + id + " of " + owner);
        }
      }
    }
    return Optional.empty();
  }
}
