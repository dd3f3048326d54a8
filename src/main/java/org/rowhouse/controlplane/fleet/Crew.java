package org.rowhouse.controlplane.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import org.rowhouse.controlplane.ServerThreads;

/**
 * The threads that visit homes. They are made for a run and end with it: those that sign-ups wait
 * for are not taken away for as long as a wave lasts.
 */
@ApplicationScoped
public class Crew {

  private final Supplier<Hands> hands;

  Crew() {
    this(() -> Hands.madeBy(ServerThreads.factory()));
  }

  private Crew(Supplier<Hands> hands) {
    this.hands = hands;
  }

  /** For use without an application server. */
  public static Crew of(Executor threads) {
    return new Crew(() -> new Hands(threads, () -> {}));
  }

  Hands hands() {
    return hands.get();
  }

  /**
   * Threads of one run, as many as it asks for: its lanes to each server.
   *
   * @param leave ends them
   */
  record Hands(Executor threads, Runnable leave) implements AutoCloseable {

    static Hands madeBy(ThreadFactory factory) {
      ExecutorService threads = Executors.newCachedThreadPool(factory);
      return new Hands(threads, threads::shutdown);
    }

    @Override
    public void close() {
      leave.run();
    }
  }
}
