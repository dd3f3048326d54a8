package org.rowhouse.controlplane.operation;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.rowhouse.controlplane.Leaving;
import org.rowhouse.controlplane.Poll;
import org.rowhouse.controlplane.ServerThreads;
import org.rowhouse.controlplane.Unfinished;
import org.rowhouse.tenancy.TenantId;

/**
 * Works off the operations: a few threads on each node, woken by whoever enters one. A leaving node
 * ends what it has begun and leaves the rest to others.
 */
@ApplicationScoped
public class OperationRunner implements Unfinished {

  private static final System.Logger LOG = System.getLogger(OperationRunner.class.getName());
  private static final int WORKERS = 4;

  /** Of them for one tenant: another's first operation finds a worker. */
  private static final int WORKERS_OF_A_TENANT = WORKERS / 2;

  /** A worker that tells of no progress for so long hangs: another may go on. */
  private static final Duration LONGEST_STEP = Duration.ofMinutes(10);

  private final Claims claims;
  private final Endings endings;
  private final Leaving leaving;
  private final Map<String, Work> works;
  private final LongSupplier nanoTime;
  private final Semaphore free = new Semaphore(WORKERS);

  /** Claims of this node, and when each last told of progress. */
  private final Map<Operation, Long> running = new ConcurrentHashMap<>();

  private volatile Poll poll;
  private volatile Executor threads;

  OperationRunner() {
    claims = null;
    endings = null;
    leaving = null;
    works = Map.of();
    nanoTime = System::nanoTime;
  }

  @Inject
  OperationRunner(Claims claims, Endings endings, Leaving leaving, @Any Instance<Work> works) {
    this(claims, endings, leaving, works, System::nanoTime);
  }

  /** For use without an application server. */
  public OperationRunner(Claims claims, Endings endings, Iterable<Work> works) {
    this(claims, endings, works, System::nanoTime);
  }

  OperationRunner(Claims claims, Endings endings, Iterable<Work> works, LongSupplier nanoTime) {
    this(claims, endings, new Leaving(Optional.empty()), works, nanoTime);
  }

  private OperationRunner(
      Claims claims,
      Endings endings,
      Leaving leaving,
      Iterable<Work> works,
      LongSupplier nanoTime) {
    this.claims = claims;
    this.endings = endings;
    this.leaving = leaving;
    this.works =
        StreamSupport.stream(works.spliterator(), false)
            .collect(Collectors.toMap(Work::kind, Function.identity()));
    this.nanoTime = nanoTime;
  }

  /** Begins to work, first on what an earlier run of this or another node has left. */
  public void start() {
    threads = ServerThreads.workers();
    poll = new Poll("operations", this::sweep);
    poll.start();
  }

  @PreDestroy
  void stop() {
    if (poll != null) {
      poll.stop();
    }
    threads = null;
  }

  /** There may be something to do: call it after the commit that entered an operation. */
  public void wake() {
    Executor executor = threads;
    if (executor == null || leaving.isLeaving() || !free.tryAcquire()) {
      return;
    }
    try {
      executor.execute(this::workAndFree);
    } catch (RejectedExecutionException e) {
      // the sweep comes again each second
      free.release();
    }
  }

  @Override
  public String name() {
    return "operations";
  }

  @Override
  public int count() {
    return WORKERS - free.availablePermits();
  }

  @Override
  public boolean isQuiet() {
    return count() == 0;
  }

  private void sweep() {
    renew();
    wake();
  }

  void renew() {
    long now = nanoTime.getAsLong();
    running.forEach(
        (claim, since) -> {
          if (now - since <= LONGEST_STEP.toNanos()) {
            claims.renew(claim);
          }
        });
  }

  private void workAndFree() {
    try {
      while (threads != null && !leaving.isLeaving() && workOnNext()) {
        wake();
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Operations pause on this node: the database does not answer", e);
    } finally {
      free.release();
    }
  }

  /** Works on one operation that is due, in this thread; false when there is none. */
  public boolean workOnNext() {
    Operation claim = claims.next(works.keySet(), busy()).orElse(null);
    if (claim == null) {
      return false;
    }
    Runnable alive = () -> running.put(claim, nanoTime.getAsLong());
    alive.run();
    try {
      Run run = new Run(claim, claims, alive);
      if (new Execution(claims, works.get(claim.kind()), run).go()) {
        endings.tell(claim.id());
      }
    } catch (LeaseLost e) {
      LOG.log(Level.WARNING, e.getMessage());
    } finally {
      running.remove(claim);
    }
    return true;
  }

  private Set<TenantId> busy() {
    return running.keySet().stream()
        .filter(claim -> claim.tenantId() != null)
        .collect(Collectors.groupingBy(Operation::tenantId, Collectors.counting()))
        .entrySet()
        .stream()
        .filter(tenant -> tenant.getValue() >= WORKERS_OF_A_TENANT)
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }
}
