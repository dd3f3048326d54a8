package org.rowhouse.proof.hunt;

import java.util.ArrayList;
import java.util.Arrays;
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
    BROKEN_CONNECTION,
    /** A customer's words in the server's log. */
    LOGGED,
    /** PostgreSQL lets a role do what only another tenant, or nobody, may. */
    WALL_DOWN
  }

  private static final int KEPT_EXAMPLES = 3;

  private final Map<Harm, List<String>> examples = new EnumMap<>(Harm.class);
  private final Map<Harm, Integer> counts = new EnumMap<>(Harm.class);
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger broken = new AtomicInteger();

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

  void countRefused() {
    refused.incrementAndGet();
  }

  void countBroken() {
    broken.incrementAndGet();
  }

  public int requests() {
    return requests.get();
  }

  /** How often the answer was 503 with Retry-After while it might be. */
  public int refused() {
    return refused.get();
  }

  /** How many requests were made to end in an exception, and did. */
  public int broken() {
    return broken.get();
  }

  public synchronized boolean isClean() {
    return counts.isEmpty();
  }

  public synchronized int count(Harm harm) {
    return counts.getOrDefault(harm, 0);
  }

  /** Whether one of these was found. */
  public boolean hasAny(List<Harm> harms) {
    return harms.stream().anyMatch(harm -> count(harm) > 0);
  }

  boolean hasNone(Harm... harms) {
    return !hasAny(Arrays.asList(harms));
  }

  /** How much of what was found. */
  public synchronized String summary() {
    return counts.isEmpty() ? "nothing found" : counts.toString();
  }

  @Override
  public synchronized String toString() {
    return "%d requests (%d made to fail, %d refused), %s%s"
        .formatted(
            requests(),
            broken(),
            refused(),
            summary(),
            examples.entrySet().stream()
                .map(e -> "\n== " + e.getKey() + "\n" + String.join("\n--\n", e.getValue()))
                .collect(Collectors.joining()));
  }
}
