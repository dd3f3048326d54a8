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

  /** They differ from answer to answer, whatever was asked. */
  private static final Set<String> NEVER_THE_SAME =
      Set.of("date", "x-request-id", "traceparent", "connection", "keep-alive", ":status");

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

  /** All that two answers to the same request have in common. */
  String comparable() {
    var kept = new TreeMap<String, List<String>>();
    headers.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!NEVER_THE_SAME.contains(lower) && !lower.startsWith("ratelimit")) {
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
