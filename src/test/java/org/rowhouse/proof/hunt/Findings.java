package org.rowhouse.proof.hunt;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** What a hunt found; clean when it found nothing. */
public final class Findings {

  /** The kinds of harm. */
  public enum Harm {
    /** Another tenant's text or id in an answer. */
    FOREIGN_DATA,
    SERVER_ERROR,
    /** A row that is not as it was acknowledged. */
    LOST_OR_CHANGED,
    UNEXPECTED_STATUS,
    BROKEN_CONNECTION
  }

  private static final int KEPT_EXAMPLES = 3;

  private final Map<Harm, List<String>> examples = new EnumMap<>(Harm.class);
  private final Map<Harm, Integer> counts = new EnumMap<>(Harm.class);
  private final AtomicInteger requests = new AtomicInteger();

  synchronized void add(Harm harm, String example) {
    counts.merge(harm, 1, Integer::sum);
    List<String> kept = examples.computeIfAbsent(harm, any -> new ArrayList<>());
    if (kept.size() < KEPT_EXAMPLES) {
      kept.add(example);
    }
  }

  void countRequest() {
    requests.incrementAndGet();
  }

  public int requests() {
    return requests.get();
  }

  public synchronized boolean isClean() {
    return counts.isEmpty();
  }

  public synchronized int count(Harm harm) {
    return counts.getOrDefault(harm, 0);
  }

  @Override
  public synchronized String toString() {
    return "%d requests, %s%s"
        .formatted(
            requests(),
            counts.isEmpty() ? "nothing found" : counts,
            examples.entrySet().stream()
                .map(e -> "\n== " + e.getKey() + "\n" + String.join("\n--\n", e.getValue()))
                .collect(Collectors.joining()));
  }
}
