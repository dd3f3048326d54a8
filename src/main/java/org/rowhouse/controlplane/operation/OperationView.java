package org.rowhouse.controlplane.operation;

import java.time.Instant;
import java.util.UUID;

/** An operation as anybody may see it: never its request. */
public record OperationView(
    UUID id,
    String kind,
    Operation.State state,
    UUID tenantId,
    ProgressView progress,
    Instant startedAt,
    Instant finishedAt,
    String error) {

  /** How far it is. */
  public record ProgressView(int done, int total, String step) {}

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
