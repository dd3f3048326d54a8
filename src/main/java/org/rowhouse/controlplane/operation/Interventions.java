package org.rowhouse.controlplane.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.rowhouse.http.Problem;

/** What operators may do to an operation that is on its way, or stuck. */
@ApplicationScoped
public class Interventions {

  private final Operations operations;
  private final OperationRunner runner;
  private final Iterable<Work> works;

  Interventions() {
    this(null, null, (Iterable<Work>) null);
  }

  @Inject
  Interventions(Operations operations, OperationRunner runner, @Any Instance<Work> works) {
    this(operations, runner, (Iterable<Work>) works);
  }

  /** For use without an application server. */
  public Interventions(Operations operations, OperationRunner runner, Iterable<Work> works) {
    this.operations = operations;
    this.runner = runner;
    this.works = works;
  }

  /**
   * Calls an operation off: it is undone before its next step begins.
   *
   * @throws Problem 404 when there is none, 409 when it has ended, is being undone, or is of a kind
   *     that cannot be called off
   */
  public Operation cancel(UUID id) {
    Operation operation = operations.byId(id).orElseThrow(Problem::notFound);
    if (!isCancellable(operation.kind())) {
      throw Problem.conflict("not-cancellable", "Operations of this kind cannot be cancelled.");
    }
    if (!operations.wantCancel(id)) {
      throw Problem.conflict("not-cancellable", "The operation has ended or is being undone.");
    }
    return woken(id);
  }

  /**
   * Has a DEAD operation tried again, in the direction in which it went.
   *
   * @throws Problem 404 when there is none, 409 when it is not DEAD
   */
  public Operation retry(UUID id) {
    operations.byId(id).orElseThrow(Problem::notFound);
    if (!operations.revive(id)) {
      throw Problem.conflict("not-dead", "Only a DEAD operation can be tried again.");
    }
    return woken(id);
  }

  private boolean isCancellable(String kind) {
    return StreamSupport.stream(works.spliterator(), false)
        .anyMatch(work -> work.kind().equals(kind) && work.isCancellable());
  }

  private Operation woken(UUID id) {
    runner.wake();
    return operations.byId(id).orElseThrow(Problem::notFound);
  }
}
