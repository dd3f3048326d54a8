package org.rowhouse.controlplane.migration;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Handle;

/**
 * One session at a time makes or drops a home. What it makes it makes on the very session that
 * holds the lock, and under it it has seen that the catalog still has the home; what is dropped is
 * dropped under it before the catalog forgets the home. So a worker that stalled, whose operation
 * was undone by another meanwhile, finds no home when it comes back, and leaves no orphan.
 *
 * <p>Who holds the lock for longer than the few statements take has stalled and lost its lease: its
 * session is ended, and with it what it would have done.
 */
final class HomeLock {

  private static final System.Logger LOG = System.getLogger(HomeLock.class.getName());
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private HomeLock() {}

  /**
   * Takes the lock, until the session of {@code owner} ends: it must not come from a pool.
   *
   * @throws MigrationFailed when another session keeps it
   */
  static void take(Handle owner, UUID home) {
    long key = home.getLeastSignificantBits();
    if (attempt(owner, key, PATIENCE)) {
      return;
    }
    int ended = endHolder(owner, key);
    LOG.log(Level.WARNING, "Ended {0} sessions that held home {1} for too long", ended, home);
    if (!attempt(owner, key, PATIENCE)) {
      throw new MigrationFailed("Another session keeps the home " + home);
    }
  }

  private static boolean attempt(Handle owner, long key, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!owner
        .select("select pg_try_advisory_lock(?)", key)
        .mapTo(Boolean.class)
        .one()
        .booleanValue()) {
      if (System.nanoTime() > end) {
        return false;
      }
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return true;
  }

  private static int endHolder(Handle owner, long key) {
    return owner
        .select(
            """
            select pg_terminate_backend(pid) from pg_locks
            where locktype = 'advisory' and granted and objsubid = 1
              and database = (select oid from pg_database where datname = current_database())
              and classid = cast((cast(? as bigint) >> 32) & 4294967295 as oid)
              and objid = cast(cast(? as bigint) & 4294967295 as oid)
            """,
            key,
            key)
        .mapTo(Boolean.class)
        .list()
        .size();
  }
}
