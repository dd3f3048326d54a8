package org.rowhouse.controlplane.server;

import java.time.Instant;
import java.util.UUID;

/**
 * A PostgreSQL server that homes are placed on.
 *
 * @param url of the database where SHARED and SCHEMA homes lie; null for that of the settings
 * @param homes how many it has
 * @param capacity how many it may have; null for no bound
 * @param state FAILED while no home is to be placed there: {@code error} says why
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
    READY,
    FAILED
  }

  /** Whether it is the server of the settings. */
  public boolean isMain() {
    return url == null;
  }
}
