package org.rowhouse.controlplane.fleet.visit;

import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * For those who work on the server while its homes are visited: then one home is visited after
 * another, and nobody visits for some times as long as each took. Every script makes all sessions
 * of the server forget what they know of its tables; a server that gets time to breathe answers
 * them as before.
 */
final class Regard {

  /** Sessions of others, as far as any role may see them; background workers have no role. */
  private static final String OTHERS =
      "select exists (select from pg_stat_activity"
          + " where datid is not null and usename <> current_user)";

  private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What is long has its own rests, or holds nobody up. */
  private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int rest;
  private final Semaphore turn = new Semaphore(1, true);
  private boolean used;
  private long looked = System.nanoTime() - LOOK_NANOS;

  Regard(int rest) {
    this.rest = rest;
  }

  /** Visits now, or when it is its turn. */
  void visit(Lane lane, Runnable visit) throws InterruptedException {
    if (rest == 0 || !isUsed(lane)) {
      visit.run();
      return;
    }
    turn.acquire();
    try {
      long begun = System.nanoTime();
      visit.run();
      LockSupport.parkNanos(rest * Math.min(System.nanoTime() - begun, LONGEST_NANOS));
    } finally {
      turn.release();
    }
  }

  /** Whoever asks first asks for all: nobody begins before it is known. */
  private synchronized boolean isUsed(Lane lane) {
    if (System.nanoTime() - looked >= LOOK_NANOS) {
      try {
        used = lane.asks(OTHERS);
      } catch (SQLException e) {
        lane.close(); // the visit finds out why
      }
      looked = System.nanoTime();
    }
    return used;
  }
}
