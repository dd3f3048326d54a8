package org.rowhouse.dev;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/** Progress, a line for each step: what is being started, then how long it took. */
final class Steps {
  private final PrintStream out;

  Steps(PrintStream out) {
    this.out = out;
  }

  interface Step<T> {
    T run() throws Exception;
  }

  <T> T run(String name, Step<T> step) throws Exception {
    out.printf("  %-22s", name);
    out.flush();
    long start = System.nanoTime();
    T result = step.run();
    out.printf("%s   %s%n", seconds(Duration.ofNanos(System.nanoTime() - start)), result);
    out.flush();
    return result;
  }

  void say(String line) {
    out.println("  " + line);
    out.flush();
  }

  /** The age of this JVM, which is Maven's. */
  static String sinceMavenStarted() {
    return seconds(Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()));
  }

  private static String seconds(Duration duration) {
    return "%5.1f s".formatted(duration.toMillis() / 1000.0);
  }
}
