package org.rowhouse.controlplane.migration;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.controlplane.Readiness;

/**
 * Keeps this node from serving tenants while a wall is down anywhere, and lets it without a restart
 * when it was mended. Operators are let in meanwhile, to see what is to be mended.
 */
@ApplicationScoped
public class Inspection {

  private static final System.Logger LOG = System.getLogger(Inspection.class.getName());
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private final Fleet fleet;
  private final Readiness readiness;
  private final Poll poll = new Poll("findings", PAUSE, this::look);
  private volatile Runnable waiting;
  private List<String> told = List.of();

  Inspection() {
    this(null, null);
  }

  @Inject
  public Inspection(Fleet fleet, Readiness readiness) {
    this.fleet = fleet;
    this.readiness = readiness;
  }

  /** Runs {@code serve} once, as soon as nothing stands open. */
  void whenSafe(Runnable serve) {
    waiting = serve;
    look();
    if (waiting != null) {
      readiness.hold();
      poll.start();
    }
  }

  @PreDestroy
  void stop() {
    poll.stop();
  }

  private void look() {
    Runnable serve = waiting;
    if (serve == null) {
      return;
    }
    List<String> found = fleet.stillOpen();
    if (found.isEmpty()) {
      serve.run();
      waiting = null;
      poll.stop();
    } else if (!found.equals(told)) {
      told = found;
      found.forEach(line -> LOG.log(Level.ERROR, "This node waits until it is mended: {0}", line));
    }
  }
}
