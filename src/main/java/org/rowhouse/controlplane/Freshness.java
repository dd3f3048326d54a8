package org.rowhouse.controlplane;

/**
 * Something held in memory that requests need, and that is refused once it is too old: a node where
 * it is must not get requests. Every CDI bean of this type counts for readiness.
 */
public interface Freshness {

  /** For example {@code directory}. */
  String name();

  /** Whether it is young enough to be used. Answers at once, from memory. */
  boolean isFresh();
}
