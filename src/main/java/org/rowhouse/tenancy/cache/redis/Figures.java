package org.rowhouse.tenancy.cache.redis;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What this node's use of Redis comes to, since its start.
 *
 * @param openings how often a breaker opened
 * @param connections there are now
 */
public record Figures(
    Map<Question, Asked> asked, boolean on, boolean usable, long openings, int connections) {

  /** Kinds of questions. */
  public enum Question {
    READ,
    CLAIM,
    REPLACE,
    REMOVE,
    TAKE,
    ERASE,
    PULSE
  }

  /**
   * How one kind went.
   *
   * @param failures of {@code count}: those that ended as {@link Unreachable}
   * @param nanos all together
   */
  public record Asked(long count, long failures, long nanos) {}

  /** Counts them. */
  static final class Counts {

    private record Sums(LongAdder count, LongAdder failures, LongAdder nanos) {}

    private final Map<Question, Sums> sums = new EnumMap<>(Question.class);

    Counts() {
      for (Question kind : Question.values()) {
        sums.put(kind, new Sums(new LongAdder(), new LongAdder(), new LongAdder()));
      }
    }

    void count(Question kind, boolean well, long nanos) {
      Sums of = sums.get(kind);
      of.count().increment();
      of.nanos().add(nanos);
      if (!well) {
        of.failures().increment();
      }
    }

    Map<Question, Asked> asked() {
      Map<Question, Asked> asked = new EnumMap<>(Question.class);
      sums.forEach(
          (kind, of) ->
              asked.put(kind, new Asked(of.count().sum(), of.failures().sum(), of.nanos().sum())));
      return asked;
    }
  }
}
