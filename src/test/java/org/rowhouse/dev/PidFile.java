package org.rowhouse.dev;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Remembers a process across runs: its number and when it started, so that another process which
 * got the same number later is never taken for it.
 */
record PidFile(Path file) {
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(3);

  void write(ProcessHandle process) throws IOException {
    Instant started = process.info().startInstant().orElseGet(Instant::now);
    Files.createDirectories(file.getParent());
    Files.write(file, List.of(Long.toString(process.pid()), Long.toString(started.toEpochMilli())));
  }

  /** The process, if it is the one that was written and lives. */
  Optional<ProcessHandle> process() {
    try {
      List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
      if (lines.size() < 2) {
        return Optional.empty();
      }
      return living(
          Long.parseLong(lines.get(0)), Instant.ofEpochMilli(Long.parseLong(lines.get(1))));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (NumberFormatException e) {
      return Optional.empty(); // half written by a run that was killed
    }
  }

  static Optional<ProcessHandle> living(long pid, Instant started) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .map(at -> Duration.between(at, started).abs().compareTo(CLOCK_TOLERANCE) <= 0)
                    .orElse(true));
  }

  /** Asks the process to end; after {@code grace} it is killed. */
  static void end(ProcessHandle process, Duration grace) {
    process.destroy();
    if (!ended(process, grace)) {
      process.destroyForcibly();
      ended(process, Duration.ofSeconds(10));
    }
  }

  static boolean ended(ProcessHandle process, Duration wait) {
    try {
      process.onExit().orTimeout(wait.toMillis(), TimeUnit.MILLISECONDS).join();
      return true;
    } catch (CompletionException e) {
      if (e.getCause() instanceof TimeoutException) {
        return false;
      }
      throw e;
    }
  }
}
