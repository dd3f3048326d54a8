package org.rowhouse.http;

/** What text may come in. */
public final class Texts {

  static final String NOT_STORABLE = "has a character that cannot be stored (NUL or half a pair)";

  private Texts() {}

  /** Whether PostgreSQL can store {@code text} as it is: no NUL, no lone surrogate. */
  public static boolean storable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0) {
        return false;
      }
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == text.length()
            || !Character.isLowSurrogate(text.charAt(++i))) {
          return false;
        }
      }
    }
    return true;
  }
}
