package org.rowhouse.controlplane.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.Optional;
import org.jdbi.v3.core.HandleConsumer;
import org.rowhouse.http.Json;
import org.rowhouse.tenancy.TenantId;

/** An operation in the hands of a worker: what a {@link Step} is given. */
public final class Run {

  private final Operation operation;
  private final Claims claims;
  private final Runnable alive;
  private String step;
  private int tries;
  private boolean ended;

  Run(Operation operation, Claims claims, Runnable alive) {
    this.operation = operation;
    this.claims = claims;
    this.alive = alive;
    this.tries = operation.tries();
  }

  /** The operation as it was when this worker got it. */
  public Operation operation() {
    return operation;
  }

  public TenantId tenant() {
    return operation.tenantId();
  }

  /**
   * What is to be done.
   *
   * @throws CannotGoOn when it is no {@code type}: another version entered it
   */
  public <T> T request(Class<T> type) {
    return read(operation.request(), type);
  }

  /**
   * Writes in the control schema, all or nothing, as long as the operation is this worker's: the
   * transaction holds the operation, so that nobody can take it over before the commit.
   *
   * @throws LeaseLost when another worker has it; nothing is written
   */
  public void write(HandleConsumer<RuntimeException> work) {
    claims.write(operation, work);
    alive.run();
  }

  /**
   * As {@link #write}, and with the same commit the operation has SUCCEEDED: it cannot fail or be
   * called off any more. For the last step.
   *
   * @throws LeaseLost when another worker has it; nothing is written
   */
  public void end(HandleConsumer<RuntimeException> work) {
    claims.succeed(operation, step, work);
    ended = true;
  }

  /**
   * Asks whether the operation is still this worker's, and keeps it. Ask before anything that is
   * not done by {@link #write}.
   *
   * @throws LeaseLost when another worker has it
   */
  public void renew() {
    if (!claims.renew(operation)) {
      throw new LeaseLost(operation);
    }
    alive.run();
  }

  /** Keeps {@code result} with the present step; one that was kept before is replaced. */
  public void keep(Object result) {
    write(h -> claims.steps().keep(h, operation, step, Json.text(result)));
  }

  /** What {@code step} has kept. */
  public <T> Optional<T> kept(String step, Class<T> type) {
    return claims.steps().kept(operation, step).map(text -> read(text, type));
  }

  void at(String next) {
    if (step != null) {
      tries = 1; // the one before was finished
    }
    step = next;
    alive.run();
  }

  /** How often the present step was begun. */
  int tries() {
    return tries;
  }

  boolean hasEnded() {
    return ended;
  }

  /** The step that is being done; null before the first. */
  String step() {
    return step;
  }

  private static <T> T read(String text, Class<T> type) {
    try {
      return Json.MAPPER.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new CannotGoOn("What it needs cannot be read by this version", e);
    }
  }
}
