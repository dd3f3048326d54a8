package org.rowhouse.controlplane.operation;

import java.time.Instant;
import java.util.UUID;
import org.rowhouse.tenancy.TenantId;

/**
 * Long work and how far it is.
 *
 * @param tenantId null when it is about no tenant
 * @param request what to do, as JSON; null once it has ended. May hold secrets
 * @param done steps done of {@code total}
 * @param step what is being done
 * @param error why it FAILED, for the reader
 * @param attempts how often it was claimed: number of the present claim
 */
public record Operation(
    UUID id,
    String kind,
    State state,
    TenantId tenantId,
    String request,
    int done,
    int total,
    String step,
    String error,
    int attempts,
    Instant createdAt,
    Instant startedAt,
    Instant finishedAt) {

  /** Where an operation is in its life. */
  public enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    FAILED
  }

  public boolean isFinished() {
    return state == State.SUCCEEDED || state == State.FAILED;
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }
}
