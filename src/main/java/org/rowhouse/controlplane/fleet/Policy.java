package org.rowhouse.controlplane.fleet;

import java.time.Duration;
import org.rowhouse.controlplane.fleet.visit.Tempo;

/**
 * How a run deals with homes that do not follow.
 *
 * @param tempo how hard the fleet is pressed
 * @param patienceInWaves how long a wave waits for a home that somebody keeps locked, before the
 *     home is left for the end, where {@code tempo} holds
 * @param tolerance how many homes may fail although their rehearsal went well, until the run stops;
 *     the first home of all may not
 * @param budget how long homes of a run that is atomic over the fleet may be locked before it is
 *     decided; after that everything is taken back
 */
public record Policy(Tempo tempo, Duration patienceInWaves, int tolerance, Duration budget) {

  public static final Policy USUAL =
      new Policy(Tempo.USUAL.resting(3), Duration.ofSeconds(2), 10, Duration.ofSeconds(10));

  Tempo inWaves() {
    return new Tempo(tempo.lockTimeout(), patienceInWaves, tempo.lanes(), tempo.rest());
  }
}
