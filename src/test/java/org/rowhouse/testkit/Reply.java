package org.rowhouse.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server answered. */
record Reply(int status, Map<String, List<String>> headers, String text) {

  /** The rest is of the server or of what stands before it, and differs by itself. */
  private static final Set<String> OF_THE_RESOURCE =
      Set.of(
          "content-type", "content-length", "etag", "last-modified", "location", "link", "allow");

  private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"?next\"?");

  Optional<String> header(String name) {
    return headers.entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(header -> header.getValue().get(0))
        .findFirst();
  }

  /** Where the next page of a list is. */
  Optional<String> next() {
    return header("Link").map(NEXT::matcher).filter(Matcher::find).map(link -> link.group(1));
  }

  /** The first text member of this name, however deep. */
  Optional<String> member(String name) {
    Matcher member = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]*)\"").matcher(text);
    return member.find() ? Optional.of(member.group(1)) : Optional.empty();
  }

  /** All that the client can see, in lower case. */
  String all() {
    return (headers + "\n" + text).toLowerCase(Locale.ROOT);
  }

  /** All by which a client could tell two answers apart. */
  String comparable() {
    var kept = new TreeMap<String, List<String>>();
    headers.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (OF_THE_RESOURCE.contains(lower)) {
            kept.put(lower, values);
          }
        });
    return status + " " + kept + "\n" + text;
  }

  @Override
  public String toString() {
    String body = text.length() <= 600 ? text : text.substring(0, 600) + "…";
    return status + " " + header("Content-Type").orElse("") + " " + body;
  }
}
