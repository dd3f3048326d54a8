package org.rowhouse.tenancy.limit;

import java.util.Map;

/**
 * Whether one more may be, and how it stands.
 *
 * @param remaining how many more at this moment, about
 * @param seconds until the next try makes sense, or, where it may be, until all is there again
 */
record Verdict(boolean isAllowed, long limit, long remaining, long seconds) {

  static Verdict allowed(Rate rate, long remaining) {
    long some = Math.min(remaining, rate.burst());
    return new Verdict(true, rate.burst(), some, rate.secondsFor(rate.burst() - some));
  }

  static Verdict refused(Rate rate) {
    return new Verdict(false, rate.burst(), 0, rate.secondsFor(1));
  }

  /** What a client is told of it. */
  Map<String, String> headers() {
    return Map.of(
        "RateLimit-Limit", Long.toString(limit),
        "RateLimit-Remaining", Long.toString(remaining),
        "RateLimit-Reset", Long.toString(seconds));
  }
}
