package org.rowhouse.controlplane.plan;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Limits;

/** The plans; this node knows of a change at once. */
@ApplicationScoped
public class Plans {

  private static final String SELECT =
      "select name, requests_per_second, concurrent_requests, change from control.plan ";

  private final ControlDatabase database;
  private final Audit audit;
  private final Catalog catalog;

  Plans() {
    this(null, null, null);
  }

  @Inject
  public Plans(ControlDatabase database, Audit audit, Catalog catalog) {
    this.database = database;
    this.audit = audit;
    this.catalog = catalog;
  }

  /**
   * @throws Problem 400 naming the field {@code plan} when there is no plan of this name
   */
  public static void require(Handle handle, String name) {
    if (find(handle, name).isEmpty()) {
      throw Problem.invalid("plan", "is not a plan");
    }
  }

  public Optional<Plan> find(String name) {
    return database.with(h -> find(h, name));
  }

  /** All of them, by name. */
  public List<Plan> all() {
    return database.with(h -> h.createQuery(SELECT + "order by name").mapTo(Plan.class).list());
  }

  /**
   * Makes the plan, or changes it for all its tenants.
   *
   * @param check sees the plan as it is now, which nobody else changes meanwhile; may refuse
   */
  public Plan put(String name, Limits limits, Consumer<Optional<Plan>> check) {
    Plan put =
        database.inTransaction(
            h -> {
              Changes.lock(h);
              check.accept(find(h, name));
              h.createUpdate(
                      """
                      insert into control.plan (name, requests_per_second, concurrent_requests)
                      values (:name, :requestsPerSecond, :concurrentRequests)
                      on conflict (name) do update
                      set requests_per_second = excluded.requests_per_second,
                          concurrent_requests = excluded.concurrent_requests
                      """)
                  .bind("name", name)
                  .bindMethods(limits)
                  .execute();
              audit.record(
                  h,
                  Deed.of("PLAN_CHANGED")
                      .with("plan", name)
                      .with("requestsPerSecond", limits.requestsPerSecond())
                      .with("concurrentRequests", limits.concurrentRequests()));
              return find(h, name).orElseThrow();
            });
    catalog.refresh();
    return put;
  }

  private static Optional<Plan> find(Handle handle, String name) {
    return handle
        .createQuery(SELECT + "where name = :name")
        .bind("name", name)
        .mapTo(Plan.class)
        .findOne();
  }
}
