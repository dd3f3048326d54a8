package org.rowhouse.dev;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What was started, stopped in reverse order: when closed, or when the JVM ends by Ctrl-C, SIGTERM
 * or by itself. A start in progress is finished first, so that nothing slips through.
 */
final class Stopping implements AutoCloseable {
  private final Deque<AutoCloseable> started = new ArrayDeque<>();
  private final Thread hook = new Thread(this::stopAll, "stop everything");
  private boolean stopped;

  Stopping() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  interface Start<T extends AutoCloseable> {
    T start() throws Exception;
  }

  /** Starts something unless everything is being stopped. */
  synchronized <T extends AutoCloseable> T start(Start<T> start) throws Exception {
    if (stopped) {
      throw new IllegalStateException("stopping");
    }
    T server = start.start();
    started.push(server);
    return server;
  }

  synchronized <T extends AutoCloseable> T later(T server) {
    started.push(server);
    return server;
  }

  /** Whether all was stopped; answers after a stopping in progress. */
  synchronized boolean stopped() {
    return stopped;
  }

  private synchronized void stopAll() {
    stopped = true;
    while (!started.isEmpty()) {
      AutoCloseable next = started.pop();
      try {
        next.close();
      } catch (Exception e) {
        System.err.println("could not stop " + next + ": " + e);
      }
    }
  }

  @Override
  public void close() {
    stopAll();
  }
}
