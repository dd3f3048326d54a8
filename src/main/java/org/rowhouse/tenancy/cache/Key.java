package org.rowhouse.tenancy.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Which value of a {@link Region}: a list of parts. Two keys are equal only when all their parts
 * are, whatever characters they hold; a part that is null differs from every text.
 */
public record Key(List<String> parts) {

  public Key {
    parts = java.util.Collections.unmodifiableList(new ArrayList<>(parts));
  }

  /**
   * @param parts texts, UUIDs, numbers, booleans, enum constants or null
   * @throws IllegalArgumentException for anything else: what its text says of it is not certain
   */
  public static Key of(Object... parts) {
    List<String> texts = new ArrayList<>(parts.length);
    for (Object part : parts) {
      if (part == null) {
        texts.add(null);
      } else if (part instanceof Enum<?> constant) {
        texts.add(constant.name());
      } else if (part instanceof String
          || part instanceof UUID
          || part instanceof Number
          || part instanceof Boolean) {
        texts.add(part.toString());
      } else {
        throw new IllegalArgumentException("No part of a key: " + part.getClass().getName());
      }
    }
    return new Key(texts);
  }
}
