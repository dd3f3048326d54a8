package org.rowhouse.controlplane.fleet;

import java.lang.System.Logger.Level;
import java.time.Duration;

/** How far a stage is, in the log every few seconds: a bar, the rate, the time that is left. */
final class Progress {

  private static final System.Logger LOG = System.getLogger(Progress.class.getName());
  private static final long PERIOD = Duration.ofSeconds(5).toNanos();
  private static final int WIDTH = 20;

  private final String what;
  private final int homes;
  private final long begun = System.nanoTime();
  private long told = begun;
  private int visited;
  private int failed;

  Progress(String what, int homes) {
    this.what = what;
    this.homes = homes;
  }

  void visited(boolean done) {
    visited++;
    failed += done ? 0 : 1;
    long now = System.nanoTime();
    if (now - told > PERIOD) {
      told = now;
      LOG.log(Level.INFO, line(now));
    }
  }

  void end() {
    LOG.log(Level.INFO, line(System.nanoTime()));
  }

  String line(long now) {
    double seconds = Math.max((now - begun) / 1e9, 1e-3);
    double rate = visited / seconds;
    int full = homes == 0 ? WIDTH : (int) ((long) WIDTH * Math.min(visited, homes) / homes);
    long left = rate == 0 ? 0 : Math.round(Math.max(homes - visited, 0) / rate);
    return "%s [%s%s] %d of %d homes, %d not, %.0f a second, %s"
        .formatted(
            what,
            "#".repeat(full),
            ".".repeat(WIDTH - full),
            visited,
            homes,
            failed,
            rate,
            visited >= homes ? "%.1f s in all".formatted(seconds) : "%d s to go".formatted(left));
  }
}
