package org.rowhouse.controlplane.operation;

/** Where a {@link Work} tells how far it is. */
@FunctionalInterface
public interface Progress {

  /**
   * {@code done} steps are done, {@code next} is begun now.
   *
   * @throws LeaseLost when another node has taken over: stop at once
   */
  void step(int done, String next);
}
