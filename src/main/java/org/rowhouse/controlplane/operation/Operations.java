package org.rowhouse.controlplane.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.operation.NewOperation.Retry;
import org.rowhouse.http.Problem;
import org.rowhouse.security.Secrets;
import org.rowhouse.tenancy.Ids;
import org.rowhouse.tenancy.TenantId;

/** The operations in the control schema, as clients see them. */
@ApplicationScoped
public class Operations {

  static final String COLUMNS =
      "id, kind, state, tenant_id, request, done, total, step, error, attempts, tries, undoing,"
          + " cancel_wanted, requested_by, created_at, started_at, finished_at";

  private static final String FINGERPRINT = "operation";
  private static final String ORIGIN = "origin of an operation";

  private final ControlDatabase database;
  private final Secrets secrets;

  Operations() {
    this(null, null);
  }

  @Inject
  public Operations(ControlDatabase database, Secrets secrets) {
    this.database = database;
    this.secrets = secrets;
  }

  /**
   * Enters {@code operation}, in the transaction of what it is about.
   *
   * <p>Its turn comes after that of the tenant's others, and beside the first that waits: who has
   * entered thousands stands behind himself and not before others.
   */
  public Operation add(Handle handle, NewOperation operation) {
    return handle
        .createQuery(
            """
                insert into control.operation
                  (id, kind, tenant_id, request, total, idempotency_key, fingerprint,
                   requested_by, origin, turn)
                select :id, :kind, cast(:tenant as uuid), cast(:request as jsonb), 0, :key, :fingerprint,
                       :by, :origin, 1 + greatest(
                         (select min(turn) from control.operation
                          where state = 'PENDING' and due_at <= now()),
                         (select max(turn) from control.operation
                          where state in ('PENDING', 'RUNNING') and tenant_id = cast(:tenant as uuid)),
                         0)
                returning\s"""
                + COLUMNS)
        .bind("id", Ids.next())
        .bind("kind", operation.kind())
        .bind("tenant", operation.tenant())
        .bind("request", operation.request())
        .bind("key", operation.retry().map(Retry::key).orElse(null))
        .bind(
            "fingerprint",
            operation
                .retry()
                .map(retry -> secrets.fingerprint(FINGERPRINT, retry.body()))
                .orElse(null))
        .bind("by", operation.by().orElse(null))
        .bind("origin", operation.address().map(this::origin).orElse(null))
        .mapTo(Operation.class)
        .one();
  }

  private String origin(String address) {
    return secrets.fingerprint(ORIGIN, address);
  }

  /**
   * How many operations of {@code kind} the public has asked for since {@code since}.
   *
   * @param address of them from there only; empty for all
   */
  public long countPublic(Handle handle, String kind, Instant since, Optional<String> address) {
    return handle
        .createQuery(
            """
            select count(*) from control.operation
            where origin is not null and created_at > :since and kind = :kind
              and (cast(:origin as text) is null or origin = :origin)
            """)
        .bind("since", since)
        .bind("kind", kind)
        .bind("origin", address.map(this::origin).orElse(null))
        .mapTo(Long.class)
        .one();
  }

  /**
   * The operation that this request has begun before.
   *
   * @throws Problem 422 when the key was used with another body
   */
  public Optional<Operation> repeated(Handle handle, String kind, Retry retry) {
    Optional<String> fingerprint =
        handle
            .createQuery(
                "select fingerprint from control.operation"
                    + " where kind = :kind and idempotency_key = :key")
            .bind("kind", kind)
            .bind("key", retry.key())
            .mapTo(String.class)
            .findOne();
    if (fingerprint.isEmpty()) {
      return Optional.empty();
    }
    if (!secrets.matches(FINGERPRINT, retry.body(), fingerprint.get())) {
      throw new Problem(
          422,
          "idempotency-key-reused",
          "Idempotency key reused",
          "This Idempotency-Key was sent with another body. Use a new key.");
    }
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + " from control.operation where kind = :kind and idempotency_key = :key")
        .bind("kind", kind)
        .bind("key", retry.key())
        .mapTo(Operation.class)
        .findOne();
  }

  public Optional<Operation> byId(UUID id) {
    return database.with(
        h ->
            h.createQuery("select " + COLUMNS + " from control.operation where id = :id")
                .bind("id", id)
                .mapTo(Operation.class)
                .findOne());
  }

  /** At most {@code limit} operations before {@code before} (null for the newest), newest first. */
  public List<Operation> page(UUID before, Operation.State state, int limit) {
    return database.with(
        h ->
            h.createQuery(
                    "select "
                        + COLUMNS
                        + " from control.operation"
                        + " where (cast(:before as uuid) is null or id < cast(:before as uuid))"
                        + " and (cast(:state as text) is null or state = :state)"
                        + " order by id desc limit :limit")
                .bind("before", before)
                .bind("state", state)
                .bind("limit", limit)
                .mapTo(Operation.class)
                .list());
  }

  /** False when it has ended or is being undone already. */
  boolean wantCancel(Handle handle, UUID id) {
    return change(
        handle,
        "cancel_wanted = true, due_at = least(due_at, now())",
        "state in ('PENDING', 'RUNNING') and not undoing",
        id);
  }

  /** The tenant's operation of {@code kind} that has not ended. */
  public Optional<Operation> unfinished(Handle handle, TenantId tenant, String kind) {
    return handle
        .createQuery(
            "select "
                + COLUMNS
                + " from control.operation where tenant_id = :tenant and kind = :kind"
                + " and state in ('PENDING', 'RUNNING', 'DEAD')")
        .bind("tenant", tenant)
        .bind("kind", kind)
        .mapTo(Operation.class)
        .findFirst();
  }

  /** Forgets all operations of the tenant but one. */
  public int forget(Handle handle, TenantId tenant, UUID but) {
    return handle.execute(
        "delete from control.operation where tenant_id = ? and id <> ?", tenant, but);
  }

  /** A DEAD one is tried again; false when it is not DEAD. */
  boolean revive(Handle handle, UUID id) {
    return change(
        handle,
        "state = 'PENDING', tries = 0, due_at = now(), finished_at = null",
        "state = 'DEAD'",
        id);
  }

  /**
   * Ends a step from outside, such as one that waits for somebody's answer, and lets the operation
   * go on at once; false when it does not wait.
   */
  public boolean finishStep(Handle handle, UUID id, String step) {
    // a worker that lets it wait at this moment is waited for, or would not see the step done
    handle.execute("select from control.operation where id = ? for update", id);
    int finished =
        handle
            .createUpdate(
                """
                update control.operation_step s set done_at = now()
                from control.operation o
                where o.id = s.operation_id and o.id = :id and s.name = :step
                  and s.done_at is null and o.state in ('PENDING', 'RUNNING') and not o.undoing
                """)
            .bind("id", id)
            .bind("step", step)
            .execute();
    handle.execute(
        "update control.operation set due_at = now() where id = ? and state = 'PENDING'", id);
    return finished == 1;
  }

  /**
   * Calls a waiting or DEAD operation off where nothing has to be undone; false when it has ended.
   */
  public boolean callOff(Handle handle, UUID id) {
    return handle.execute(
            "update control.operation set state = 'CANCELLED', step = null, request = null,"
                + " lease_until = null, finished_at = now()"
                + " where id = ? and state in ('PENDING', 'RUNNING', 'DEAD')",
            id)
        == 1;
  }

  private static boolean change(Handle handle, String set, String condition, UUID id) {
    return handle
            .createUpdate("update control.operation set <set> where id = :id and <condition>")
            .define("set", set)
            .define("condition", condition)
            .bind("id", id)
            .execute()
        == 1;
  }
}
