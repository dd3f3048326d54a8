package org.rowhouse.tenancy.isolation;

import jakarta.annotation.Resource;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.naming.InitialContext;
import javax.naming.NamingException;

/** Where a server runs work beside requests: timers, executors, asynchronous events. */
@Singleton
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Elsewhere {

  /** Work as an event. */
  public record Told(Runnable work) {}

  @Resource private TimerService timers;
  @Inject private Event<Told> events;
  private static final Queue<Runnable> TIMED = new ConcurrentLinkedQueue<>();

  public void byTimer(Runnable work) {
    TIMED.add(work);
    timers.createSingleActionTimer(1, new TimerConfig(null, false));
  }

  public void byExecutor(Runnable work) {
    executor().execute(work);
  }

  public void byEvent(Runnable work) {
    events.fireAsync(new Told(work));
  }

  private static ManagedExecutorService executor() {
    try {
      return InitialContext.doLookup("java:comp/DefaultManagedExecutorService");
    } catch (NamingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What {@code work} ended with, run at {@code place}: null or its failure. */
  static Throwable outcome(Consumer<Runnable> place, Runnable work) {
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    place.accept(
        () -> {
          try {
            work.run();
            outcome.complete(null);
          } catch (Throwable thrown) {
            outcome.complete(thrown);
          }
        });
    return outcome
        .completeOnTimeout(new AssertionError("it never ran"), 30, TimeUnit.SECONDS)
        .join();
  }

  @Timeout
  void onTime(Timer timer) {
    List.copyOf(TIMED).stream().filter(TIMED::remove).forEach(Runnable::run);
  }

  @ApplicationScoped
  static class Listener {
    void on(@ObservesAsync Told told) {
      told.work().run();
    }
  }
}
