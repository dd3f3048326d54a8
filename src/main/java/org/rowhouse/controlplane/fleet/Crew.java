package org.rowhouse.controlplane.fleet;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.rowhouse.controlplane.ServerThreads;

/** The threads that visit homes: the server's, where there is one. */
@ApplicationScoped
public class Crew {

  private final Supplier<Executor> threads;

  Crew() {
    this(ServerThreads::workers);
  }

  private Crew(Supplier<Executor> threads) {
    this.threads = threads;
  }

  /** For use without an application server. */
  public static Crew of(Executor threads) {
    return new Crew(() -> threads);
  }

  Executor threads() {
    return threads.get();
  }
}
