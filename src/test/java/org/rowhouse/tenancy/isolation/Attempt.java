package org.rowhouse.tenancy.isolation;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One attempt of {@code breach.sql}.
 *
 * @param ends how its last statement may end: "ok", SQLSTATEs, or "= first value"
 */
record Attempt(String name, List<String> ends, String sql) {

  static List<Attempt> all() {
    try (InputStream in = Attempt.class.getResourceAsStream("breach.sql")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Stream.of(text.split("(?m)^# ")).skip(1).map(Attempt::of).toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Attempt of(String part) {
    String[] lines = part.strip().split("\n", 2);
    String[] head = lines[0].split(" -> ");
    String[] ends = head.length == 1 ? new String[] {"ok"} : head[1].split("\\|");
    return new Attempt(head[0], Arrays.asList(ends), lines[1]);
  }

  /** With the names of the place it is made in. */
  Attempt in(Map<String, String> names) {
    String filled = sql;
    List<String> expected = ends;
    for (Map.Entry<String, String> name : names.entrySet()) {
      String key = "{" + name.getKey() + "}";
      filled = filled.replace(key, name.getValue());
      expected = expected.stream().map(end -> end.replace(key, name.getValue())).toList();
    }
    return new Attempt(name, expected, filled);
  }

  @Override
  public String toString() {
    return name;
  }
}
