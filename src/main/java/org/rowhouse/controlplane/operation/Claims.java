package org.rowhouse.controlplane.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jdbi.v3.core.statement.Update;
import org.rowhouse.controlplane.ControlDatabase;

/**
 * The queue side of the operations: who works on what. A claim is the operation with the number of
 * its attempt; whoever has lost his claim can write nothing.
 */
@ApplicationScoped
public class Claims {

  /** How long a node may be silent before another goes on with its work. */
  static final Duration LEASE = Duration.ofSeconds(15);

  private static final String HELD =
      " where id = :id and attempts = :attempts and state = 'RUNNING'";

  private final ControlDatabase database;

  Claims() {
    this(null);
  }

  @Inject
  public Claims(ControlDatabase database) {
    this.database = database;
  }

  /**
   * Claims the oldest operation that is due or whose worker fell silent.
   *
   * @param kinds that this node knows; others wait, unclaimed, for a newer node
   */
  Optional<Operation> next(Collection<String> kinds) {
    return database.inTransaction(
        h ->
            h.createQuery(
                    """
                    update control.operation
                    set state = 'RUNNING', attempts = attempts + 1,
                        started_at = coalesce(started_at, now()),
                        lease_until = now() + make_interval(secs => :lease)
                    where id = (select id from control.operation
                                where state in ('PENDING', 'RUNNING') and due_at <= now()
                                  and (state = 'PENDING' or lease_until < now())
                                  and kind = any(:kinds)
                                order by due_at limit 1
                                for update skip locked)
                    returning\s"""
                        + Operations.COLUMNS)
                .bind("lease", LEASE.toSeconds())
                .bindArray("kinds", String.class, kinds.toArray())
                .mapTo(Operation.class)
                .findOne());
  }

  /** Tells how far the work is; false when the claim is lost. */
  boolean progress(Operation claim, int done, String step) {
    return write(
        claim,
        "done = :done, step = :step, lease_until = now() + make_interval(secs => :lease)",
        u -> u.bind("done", done).bind("step", step).bind("lease", LEASE.toSeconds()));
  }

  /** Keeps the claim. */
  boolean renew(Operation claim) {
    return write(
        claim,
        "lease_until = now() + make_interval(secs => :lease)",
        u -> u.bind("lease", LEASE.toSeconds()));
  }

  /** The work is done. */
  boolean succeed(Operation claim) {
    return write(
        claim,
        "state = 'SUCCEEDED', done = total, step = null, request = null, error = null,"
            + " lease_until = null, finished_at = now()",
        u -> u);
  }

  /** The work is undone and will not be tried again. */
  boolean fail(Operation claim, String reason) {
    return write(
        claim,
        "state = 'FAILED', request = null, error = :error, lease_until = null,"
            + " finished_at = now()",
        u -> u.bind("error", reason));
  }

  /** Tries again later. */
  boolean postpone(Operation claim, Duration pause, String reason) {
    return write(
        claim,
        "state = 'PENDING', error = :error, lease_until = null,"
            + " due_at = now() + make_interval(secs => :pause)",
        u -> u.bind("error", reason).bind("pause", pause.toSeconds()));
  }

  private interface Binding {
    Update bind(Update update);
  }

  private boolean write(Operation claim, String set, Binding binding) {
    return database.with(
        h ->
            binding
                    .bind(h.createUpdate("update control.operation set " + set + HELD))
                    .bind("id", claim.id())
                    .bind("attempts", claim.attempts())
                    .execute()
                == 1);
  }
}
