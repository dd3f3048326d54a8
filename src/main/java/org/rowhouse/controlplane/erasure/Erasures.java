package org.rowhouse.controlplane.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.http.Json;
import org.rowhouse.tenancy.TenantId;

/** The certificates of what was removed of tenants. */
@ApplicationScoped
public class Erasures {

  private final ControlDatabase database;
  private final Audit audit;

  Erasures() {
    this(null, null);
  }

  @Inject
  public Erasures(ControlDatabase database, Audit audit) {
    this.database = database;
    this.audit = audit;
  }

  /**
   * A certificate.
   *
   * @param requestedBy the operator's id
   * @param removed a {@link Removed} as JSON
   */
  public record Erasure(
      TenantId tenantId,
      UUID operationId,
      String requestedBy,
      Instant requestedAt,
      Instant erasedAt,
      String removed) {

    Removed counts() {
      try {
        return Json.MAPPER.readValue(removed, Removed.class);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("The certificate of " + tenantId + " is damaged", e);
      }
    }
  }

  /** The same stands in the tenant's chain of the audit trail, where nobody can change it. */
  void certify(Handle handle, Operation deletion, Removed removed) {
    Deed deed =
        Deed.of(deletion.tenantId(), "TENANT_DELETED")
            .with("operation", deletion.id())
            .with("requestedBy", deletion.requestedBy())
            .with("requestedAt", deletion.createdAt());
    for (Removed.Counted item : removed.items()) {
      deed = deed.with("removed: " + item.what(), item.count());
    }
    audit.record(handle, deed);
    handle
        .createUpdate(
            """
            insert into control.erasure
              (tenant_id, operation_id, requested_by, requested_at, removed)
            values (:tenant, :operation, :by, :at, cast(:removed as jsonb))
            """)
        .bind("tenant", deletion.tenantId())
        .bind("operation", deletion.id())
        .bind("by", deletion.requestedBy())
        .bind("at", deletion.createdAt())
        .bind("removed", Json.text(removed))
        .execute();
  }

  public Optional<Erasure> of(TenantId tenant) {
    return database.with(
        h ->
            h.createQuery(
                    "select tenant_id, operation_id, requested_by, requested_at, erased_at, removed"
                        + " from control.erasure where tenant_id = :tenant")
                .bind("tenant", tenant)
                .mapTo(Erasure.class)
                .findOne());
  }
}
