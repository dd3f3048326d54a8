package org.rowhouse.controlplane;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests of this node, health checks aside. */
@ApplicationScoped
public class Traffic implements Unfinished {

  /** As long as requests come more often than this, somebody still sends them here. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final AtomicInteger underWay = new AtomicInteger();
  private volatile long last = System.nanoTime();

  void begin() {
    underWay.incrementAndGet();
  }

  void end() {
    last = System.nanoTime();
    underWay.decrementAndGet();
  }

  @Override
  public String name() {
    return "requests";
  }

  @Override
  public int count() {
    return underWay.get();
  }

  @Override
  public boolean isQuiet() {
    return count() == 0 && System.nanoTime() - last > QUIET.toNanos();
  }
}
