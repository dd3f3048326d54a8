package org.rowhouse.http;

/**
 * Something that health checks tell of though readiness does not depend on it, such as a cache.
 * Every CDI bean of this type is asked; the answer comes within half a second.
 */
public interface Informative {

  /** For example {@code redis}. */
  String name();

  /** {@code UP}, {@code DOWN} or {@code OFF}. */
  String state();
}
