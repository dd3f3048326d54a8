package org.rowhouse.controlplane;

import jakarta.enterprise.context.ApplicationScoped;

/** Whether this node has done what must be done before it answers: migrations and first reads. */
@ApplicationScoped
public class Readiness {

  private volatile boolean ready;

  public boolean isReady() {
    return ready;
  }

  /** From now on requests are answered. There is no way back: a node that lost it is restarted. */
  public void declare() {
    ready = true;
  }
}
