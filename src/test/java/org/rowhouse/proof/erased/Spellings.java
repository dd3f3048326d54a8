package org.rowhouse.proof.erased;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** How a word may be written down. */
final class Spellings {

  private Spellings() {}

  /** Plain, hexadecimal, and in Base64 wherever it begins; all in small letters. */
  static List<String> of(String word) {
    byte[] bytes = word.getBytes(StandardCharsets.US_ASCII);
    List<String> all = new ArrayList<>(List.of(word, HexFormat.of().formatHex(bytes)));
    for (int offset = 0; offset < 3; offset++) {
      byte[] moved = new byte[offset + bytes.length];
      System.arraycopy(bytes, 0, moved, offset, bytes.length);
      int first = (offset * 8 + 5) / 6;
      int end = moved.length * 8 / 6;
      all.add(Base64.getEncoder().encodeToString(moved).substring(first, end));
      all.add(Base64.getUrlEncoder().encodeToString(moved).substring(first, end));
    }
    return all.stream().map(each -> each.toLowerCase(Locale.ROOT)).distinct().toList();
  }
}
