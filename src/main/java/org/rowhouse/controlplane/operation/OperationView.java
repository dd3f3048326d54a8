package org.rowhouse.controlplane.operation;

import java.time.Instant;
import java.util.UUID;
import org.rowhouse.http.openapi.MayBeNull;

/** An operation as anybody may see it: never its request. */
public record OperationView(
    UUID id,
    String kind,
    Operation.State state,
    @MayBeNull UUID tenantId,
    ProgressView progress,
    @MayBeNull Instant startedAt,
    @MayBeNull Instant finishedAt,
    @MayBeNull String error) {

  /** How far it is. */
  public record ProgressView(int done, int total, @MayBeNull String step) {}

  public static OperationView of(Operation operation) {
    return new OperationView(
        operation.id(),
        operation.kind(),
        operation.state(),
        operation.tenantId() == null ? null : operation.tenantId().value(),
        new ProgressView(operation.done(), operation.total(), operation.step()),
        operation.startedAt(),
        operation.finishedAt(),
        operation.error());
  }
}
