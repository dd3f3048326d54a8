package org.rowhouse.controlplane.catalog;

import org.jdbi.v3.core.Handle;

/** The counter that numbers every change of a home or tenant in the order of commits. */
public final class Changes {

  private Changes() {}

  /**
   * Waits for other writers of the catalog to commit. First statement of every transaction that
   * writes more than one home or tenant: two that did not could wait for each other.
   */
  public static void lock(Handle handle) {
    handle
        .createQuery("select value from control.change_counter for update")
        .mapTo(Long.class)
        .one();
  }
}
