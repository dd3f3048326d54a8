package org.rowhouse.controlplane.migration;

/** Somebody kept a lock in the home for too long; it stays as it is until it is tried again. */
class LockedHome extends MigrationFailed {
  LockedHome(String why) {
    super("It is kept locked: " + why);
  }
}
