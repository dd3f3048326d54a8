package org.rowhouse.controlplane.server;

import java.time.Instant;
import java.util.UUID;

/**
 * A PostgreSQL server that homes are placed on.
 *
 * @param url of the database where SHARED and SCHEMA homes lie; null for that of the settings
 * @param homes how many it has, spare ones aside
 * @param capacity how many it may have; null for no bound
 * @param error why it is FAILED
 */
public record Server(
    UUID id,
    String name,
    String url,
    long homes,
    Integer capacity,
    State state,
    String error,
    Instant createdAt) {

  /** Whether homes may be placed there. */
  public enum State {
    /** Being prepared for the first time. */
    PENDING,
    READY,
    /** It did not answer at a deployment, or could not be prepared; it is tried again. */
    FAILED
  }

  /** Whether one more home may be placed there. */
  public boolean hasRoom() {
    return capacity == null || homes < capacity;
  }

  /** Whether it is the server of the settings. */
  public boolean isMain() {
    return url == null;
  }
}
