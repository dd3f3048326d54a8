/**
 * Runs of the fleet, and what became of each home in them: rows in the control schema.
 *
 * <p>Promise: a run outlives whoever leads it. Each that takes over is told apart by an epoch,
 * which every write of the run names; who leads no more writes nothing more. What a run over the
 * whole fleet was decided to be is decided once, by whoever comes first.
 *
 * <p>Refusal: a run that was begun for all homes at once is not led again: whoever finds it has it
 * ended, and begins another. Reason: a decision must not be taken for that of another leader.
 */
package org.rowhouse.controlplane.fleet.run;
