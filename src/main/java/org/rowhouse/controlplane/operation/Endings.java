package org.rowhouse.controlplane.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rowhouse.http.Problem;

/** Lets requests wait for the end of operations: told by this node, seen each second otherwise. */
@ApplicationScoped
public class Endings {

  /** More would hold the server's threads: they are answered at once. */
  private static final int MOST_WAITING = 32;

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Operations operations;
  private final Semaphore places = new Semaphore(MOST_WAITING);
  private final Map<UUID, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

  Endings() {
    this(null);
  }

  @Inject
  public Endings(Operations operations) {
    this.operations = operations;
  }

  /** The operation when it has ended, or as it is after {@code limit}. */
  public Operation await(UUID id, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    boolean place = !limit.isZero() && places.tryAcquire();
    CompletableFuture<Void> ending = awaited.computeIfAbsent(id, k -> new CompletableFuture<>());
    try {
      while (true) {
        Operation now = operations.byId(id).orElseThrow(Problem::notFound);
        long left = Math.min(end - System.nanoTime(), LOOK.toNanos());
        if (now.isFinished() || !place || left <= 0) {
          return now;
        }
        pause(ending, left);
      }
    } finally {
      awaited.remove(id, ending);
      if (place) {
        places.release();
      }
    }
  }

  void tell(UUID id) {
    CompletableFuture<Void> ending = awaited.remove(id);
    if (ending != null) {
      ending.complete(null);
    }
  }

  private static void pause(CompletableFuture<Void> ending, long nanos) {
    try {
      ending.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // look again: another node may have ended it
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("stopping", "This node is stopping. Look again later.", 5);
    }
  }
}
