package org.rowhouse.tenancy.limit;

/**
 * How fast a bucket fills.
 *
 * @param burst what it holds at most, and holds at first
 */
record Rate(double perSecond, long burst) {

  static Rate perSecond(int count) {
    return new Rate(count, count);
  }

  static Rate perMinute(int count) {
    return new Rate(count / 60.0, count);
  }

  /** In how many seconds so much more is there, at least 1. */
  long secondsFor(double tokens) {
    return Math.max(1, (long) Math.ceil(tokens / perSecond));
  }
}
