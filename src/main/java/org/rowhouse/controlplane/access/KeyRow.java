package org.rowhouse.controlplane.access;

import java.time.Instant;

/**
 * A row of {@code control.signing_key}.
 *
 * @param readAt the database's clock, by which all nodes agree who signs
 */
record KeyRow(String kid, String sealed, Instant signsFrom, Instant readAt) {

  boolean signs() {
    return !signsFrom.isAfter(readAt);
  }
}
