package org.rowhouse.controlplane.erasure;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.migration.HomeMigrator;
import org.rowhouse.controlplane.operation.NewOperation;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.Operations;
import org.rowhouse.http.Json;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Tenant.Status;
import org.rowhouse.tenancy.TenantId;

/** Deletes tenants, and restores them as long as nothing of them was touched. */
@ApplicationScoped
public class Deletions {

  private static final Set<Status> DELETABLE = Set.of(Status.ACTIVE, Status.SUSPENDED);

  private final ControlDatabase database;
  private final Tenants tenants;
  private final Homes homes;
  private final HomeMigrator migrator;
  private final Operations operations;
  private final OperationRunner runner;
  private final Catalog catalog;

  Deletions() {
    this(null, null, null, null, null, null, null);
  }

  @Inject
  public Deletions(
      ControlDatabase database,
      Tenants tenants,
      Homes homes,
      HomeMigrator migrator,
      Operations operations,
      OperationRunner runner,
      Catalog catalog) {
    this.database = database;
    this.tenants = tenants;
    this.homes = homes;
    this.migrator = migrator;
    this.operations = operations;
    this.runner = runner;
    this.catalog = catalog;
  }

  /**
   * Ends access to the tenant: at once on this node, within 5 s on all. What it has is purged after
   * {@code grace}.
   *
   * @param condition throws unless the tenant is as the caller knows it
   * @param operator who wants it
   * @throws Problem 404 when there is no such tenant, 409 while it is being made, or deleted
   */
  public Operation begin(
      TenantId id, Consumer<TenantRow> condition, Duration grace, String operator) {
    Operation operation =
        database.inTransaction(
            h -> {
              TenantRow now = tenants.lock(h, id).orElseThrow(Problem::notFound);
              condition.accept(now);
              if (!DELETABLE.contains(now.status())) {
                throw status(now);
              }
              tenants.move(h, id, now.status(), Status.DELETING);
              DeletionWork.Request request =
                  new DeletionWork.Request(now.status(), Instant.now().plus(grace).toString());
              return operations.add(
                  h,
                  new NewOperation(
                      DeletionWork.KIND, id, Json.text(request), Optional.of(operator)));
            });
    catalog.refresh();
    runner.wake();
    return operation;
  }

  /**
   * The tenant is what it was before it was deleted.
   *
   * @throws Problem 404 when there is no such tenant, 409 when it was not deleted, or its grace is
   *     over
   */
  public TenantRow restore(TenantId id) {
    TenantRow row =
        database.inTransaction(
            h -> {
              // the operation before the tenant: workers lock them in this order too
              Optional<Operation> deletion = operations.unfinished(h, id, DeletionWork.KIND);
              boolean stopped = deletion.isPresent() && operations.callOff(h, deletion.get().id());
              TenantRow now = tenants.lock(h, id).orElseThrow(Problem::notFound);
              if (!stopped || now.status() != Status.DELETING) {
                throw status(now);
              }
              tenants.move(
                  h, id, Status.DELETING, DeletionWork.Request.of(deletion.get()).before());
              return tenants.lock(h, id).orElseThrow();
            });
    catalog.refresh();
    return row;
  }

  /**
   * What a deletion removes, or would.
   *
   * @param purgeAt null as long as the tenant was not deleted
   */
  record Plan(TenantRow tenant, Instant purgeAt, Removed removed) {}

  /**
   * A dry run: counts, and changes nothing.
   *
   * @throws Problem 404 when there is no such tenant, 409 when nothing is left to be counted
   */
  Plan plan(TenantId id) {
    TenantRow row = tenants.byId(id).orElseThrow(Problem::notFound);
    if (row.status() != Status.DELETING && !DELETABLE.contains(row.status())) {
      throw status(row);
    }
    Instant purgeAt =
        database
            .with(h -> operations.unfinished(h, id, DeletionWork.KIND))
            .map(operation -> DeletionWork.Request.of(operation).purge())
            .orElse(null);
    Home home = homes.byId(row.homeId()).map(HomeRow::home).orElseThrow();
    return new Plan(row, purgeAt, Removed.with(home, migrator.count(home, id)));
  }

  private static Problem status(TenantRow row) {
    return Problem.conflict("tenant-status", "The tenant is " + row.status() + ".");
  }
}
