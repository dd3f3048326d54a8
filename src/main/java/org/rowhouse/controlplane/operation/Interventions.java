package org.rowhouse.controlplane.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.StreamSupport;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.http.Problem;

/** What operators may do to an operation that is on its way, or stuck. */
@ApplicationScoped
public class Interventions {

  private final ControlDatabase database;
  private final Audit audit;
  private final Operations operations;
  private final OperationRunner runner;
  private final Iterable<Work> works;

  Interventions() {
    this(null, null, null, null, (Iterable<Work>) null);
  }

  @Inject
  Interventions(
      ControlDatabase database,
      Audit audit,
      Operations operations,
      OperationRunner runner,
      @Any Instance<Work> works) {
    this(database, audit, operations, runner, (Iterable<Work>) works);
  }

  /** For use without an application server. */
  public Interventions(
      ControlDatabase database,
      Audit audit,
      Operations operations,
      OperationRunner runner,
      Iterable<Work> works) {
    this.database = database;
    this.audit = audit;
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
    if (!recorded(operation, "OPERATION_CANCEL_ASKED", operations::wantCancel)) {
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
    Operation operation = operations.byId(id).orElseThrow(Problem::notFound);
    if (!recorded(operation, "OPERATION_RETRIED", operations::revive)) {
      throw Problem.conflict("not-dead", "Only a DEAD operation can be tried again.");
    }
    return woken(id);
  }

  private boolean recorded(
      Operation operation, String action, BiPredicate<Handle, UUID> intervention) {
    return database.inTransaction(
        h -> {
          boolean done = intervention.test(h, operation.id());
          if (done) {
            audit.record(
                h,
                Deed.of(operation.tenantId(), action)
                    .with("operation", operation.id())
                    .with("kind", operation.kind()));
          }
          return done;
        });
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
