package org.rowhouse.controlplane.fleet;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.rowhouse.controlplane.fleet.run.FleetRun.State;

/** Asks now and then whether somebody wants the run to pause. */
final class Pause {

  private static final long LOOK = Duration.ofMillis(500).toNanos();

  private final BooleanSupplier asked;
  private long last = System.nanoTime() - LOOK;
  private boolean wanted;

  Pause(BooleanSupplier asked) {
    this.asked = asked;
  }

  boolean isWanted() {
    long now = System.nanoTime();
    if (!wanted && now - last >= LOOK) {
      last = now;
      wanted = asked.getAsBoolean();
    }
    return wanted;
  }

  /**
   * @throws Stopped when it is wanted
   */
  void stopIfWanted() {
    if (wanted) {
      throw new Stopped(State.PAUSED, "Paused");
    }
  }
}
