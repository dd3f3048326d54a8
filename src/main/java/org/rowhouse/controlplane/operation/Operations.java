package org.rowhouse.controlplane.operation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.operation.NewOperation.Retry;
import org.rowhouse.http.Problem;
import org.rowhouse.security.Secrets;
import org.rowhouse.tenancy.Ids;

/** The operations in the control schema, as clients see them. */
@ApplicationScoped
public class Operations {

  static final String COLUMNS =
      "id, kind, state, tenant_id, request, done, total, step, error, attempts,"
          + " created_at, started_at, finished_at";

  private static final String FINGERPRINT = "operation";

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

  /** Enters {@code operation}, in the transaction of what it is about. */
  public Operation add(Handle handle, NewOperation operation) {
    return handle
        .createQuery(
            """
                insert into control.operation
                  (id, kind, tenant_id, request, total, idempotency_key, fingerprint)
                values (:id, :kind, :tenant, cast(:request as jsonb), :total, :key, :fingerprint)
                returning\s"""
                + COLUMNS)
        .bind("id", Ids.next())
        .bind("kind", operation.kind())
        .bind("tenant", operation.tenant() == null ? null : operation.tenant().value())
        .bind("request", operation.request())
        .bind("total", operation.total())
        .bind("key", operation.retry().map(Retry::key).orElse(null))
        .bind(
            "fingerprint",
            operation
                .retry()
                .map(retry -> secrets.fingerprint(FINGERPRINT, retry.body()))
                .orElse(null))
        .mapTo(Operation.class)
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
}
