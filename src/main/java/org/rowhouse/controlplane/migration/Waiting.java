package org.rowhouse.controlplane.migration;

import java.time.Duration;

/** What a node does while another has the fleet. */
interface Waiting {

  /** How long it waits while nothing moves. */
  Duration patience();

  /** Another value whenever the other node has come further; asked every second. */
  default Object movement() {
    return "";
  }

  /** Whether it can do without its turn; asked every second. */
  default boolean isNeedless() {
    return false;
  }

  /** For {@code patience}, whatever happens. */
  static Waiting atMost(Duration patience) {
    return () -> patience;
  }
}
