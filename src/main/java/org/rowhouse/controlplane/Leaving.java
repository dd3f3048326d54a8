package org.rowhouse.controlplane;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.rowhouse.settings.Settings;

/**
 * Whether this node is about to leave. It goes on serving, begins no operation, and asks whoever
 * sends it requests to send them elsewhere; then it can be ended without a failed request.
 *
 * <p>It is told by the file of {@code ROWHOUSE_LEAVE_FILE}, which needs no token and no client, and
 * can be taken back. When the JVM is told to end it knows that too: some servers go on for a while.
 */
@ApplicationScoped
public class Leaving {

  private static final System.Logger LOG = System.getLogger(Leaving.class.getName());
  private static final Duration LOOK = Duration.ofMillis(200);

  private final Optional<Path> file;
  private volatile boolean there;
  private volatile boolean ending;
  private volatile long looked = System.nanoTime() - LOOK.toNanos();
  private Thread atTheEnd;

  Leaving() {
    this(Optional.empty());
  }

  @Inject
  public Leaving(Settings settings) {
    this(settings.leaveFile());
  }

  public Leaving(Optional<Path> file) {
    this.file = file;
  }

  /** Begins to listen for the end of the JVM, and tells when the file is there from the start. */
  public void start() {
    atTheEnd = new Thread(() -> ending = true, "rowhouse-leaving");
    Runtime.getRuntime().addShutdownHook(atTheEnd);
    if (isLeaving()) {
      LOG.log(
          Level.WARNING,
          "{0} was there before this node: no balancer will send it requests. Remove the file",
          file.orElseThrow());
    }
  }

  @PreDestroy
  void stop() {
    if (atTheEnd == null) {
      return; // the deployment failed before
    }
    try {
      Runtime.getRuntime().removeShutdownHook(atTheEnd);
    } catch (IllegalStateException e) {
      // it has done its work
      return;
    }
  }

  public boolean isLeaving() {
    if (file.isPresent() && System.nanoTime() - looked >= LOOK.toNanos()) {
      look(file.get());
    }
    return there || ending;
  }

  /** Why this node leaves, for an operator. */
  public String reason() {
    return there ? "ROWHOUSE_LEAVE_FILE exists" : "the server stops";
  }

  private synchronized void look(Path leave) {
    looked = System.nanoTime();
    boolean now = Files.exists(leave);
    if (now != there) {
      there = now;
      LOG.log(Level.INFO, now ? "This node leaves: {0} exists" : "This node stays", leave);
    }
  }
}
