package org.rowhouse.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What a check found, in the words of whoever must mend it. */
final class Leaks {

  private static final int EXAMPLES = 3;

  private final Map<String, List<String>> found = new LinkedHashMap<>();
  private final AtomicInteger requests = new AtomicInteger();

  void countRequest() {
    requests.incrementAndGet();
  }

  int requests() {
    return requests.get();
  }

  /**
   * @param kind what is wrong, the same words for the same fault
   */
  synchronized void add(String kind, String example) {
    found.computeIfAbsent(kind, any -> new ArrayList<>()).add(example);
  }

  /**
   * @throws AssertionError with the first examples of each kind
   */
  synchronized void verify() {
    if (!found.isEmpty()) {
      throw new AssertionError(
          "There are leaks (%d requests)%s"
              .formatted(
                  requests(),
                  found.entrySet().stream()
                      .map(each -> kind(each.getKey(), each.getValue()))
                      .collect(Collectors.joining())));
    }
  }

  private static String kind(String kind, List<String> examples) {
    return "%n%n%s: %d times%n%s"
        .formatted(
            kind,
            examples.size(),
            examples.stream()
                .limit(EXAMPLES)
                .map(example -> "- " + example.replace("\n", "\n  "))
                .collect(Collectors.joining("\n")));
  }
}
