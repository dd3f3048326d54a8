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
 * @param error why it is undone, FAILED, CANCELLED or DEAD, or is tried again; for the reader
 * @param attempts how often it was claimed: number of the present claim
 * @param tries how often since the last finished step
 * @param undoing whether its steps are taken back
 * @param cancelWanted whether a client has called it off
 * @param requestedBy the operator's id; null for the public and for this service itself
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
    int tries,
    boolean undoing,
    boolean cancelWanted,
    String requestedBy,
    Instant createdAt,
    Instant startedAt,
    Instant finishedAt) {

  /** Where an operation is in its life. */
  public enum State {
    PENDING,
    RUNNING,
    SUCCEEDED,
    /** It could not go on, and was undone. */
    FAILED,
    /** It was called off, and undone. */
    CANCELLED,
    /** It can neither go on nor be undone: an operator looks, and has it tried again. */
    DEAD
  }

  /** Whether nothing more happens by itself. */
  public boolean isFinished() {
    return state != State.PENDING && state != State.RUNNING;
  }

  @Override
  public String toString() {
    return kind + " " + id;
  }
}
