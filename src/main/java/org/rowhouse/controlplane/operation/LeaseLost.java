package org.rowhouse.controlplane.operation;

/** This worker was silent too long and another has its operation now. */
public class LeaseLost extends IllegalStateException {
  LeaseLost(Operation operation) {
    super("Lost the lease of operation " + operation);
  }
}
