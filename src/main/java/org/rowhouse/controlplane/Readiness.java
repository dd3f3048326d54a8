package org.rowhouse.controlplane;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether this node has done what must be done before it answers: migrations and first reads. */
@ApplicationScoped
public class Readiness {

  private volatile boolean ready;
  private volatile boolean held;

  public boolean isReady() {
    return ready;
  }

  /** Whether everything is done, and tenants must wait all the same: a wall of a home is down. */
  public boolean isHeld() {
    return held && !ready;
  }

  /** Operators are answered, to see what is wrong; nobody else until {@link #declare}. */
  public void hold() {
    held = true;
  }

  /** From now on requests are answered. There is no way back: a node that lost it is restarted. */
  public void declare() {
    ready = true;
  }
}
