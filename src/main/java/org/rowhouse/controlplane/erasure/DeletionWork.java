package org.rowhouse.controlplane.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.domain.DomainTable;
import org.rowhouse.controlplane.migration.HomeMigrator;
import org.rowhouse.controlplane.operation.NotYet;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.Operations;
import org.rowhouse.controlplane.operation.Run;
import org.rowhouse.controlplane.operation.Step;
import org.rowhouse.controlplane.operation.Work;
import org.rowhouse.http.Json;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant.Status;
import org.rowhouse.tenancy.TenantErasing;

/** What happens to a tenant that was deleted: a time of grace, then the end of all it had. */
@ApplicationScoped
public class DeletionWork implements Work {

  static final String KIND = "deletion";

  /**
   * A request that was let in before every node knew, on the slowest server, with the statement
   * that it waits for, is over after that; before, it could lay rows into a shared home.
   */
  private static final Duration LONGEST_REQUEST = Duration.ofSeconds(90);

  private static final String COUNT = "count";
  private static final String ELSEWHERE = "elsewhere";
  private static final System.Logger LOG = System.getLogger(DeletionWork.class.getName());

  private final Homes homes;
  private final Tenants tenants;
  private final HomeMigrator migrator;
  private final Operations operations;
  private final Erasures erasures;
  private final DomainTable domains;
  private final Catalog catalog;
  private final Consumer<TenantErasing> keepers;
  private final Duration longestRequest;

  DeletionWork() {
    this(null, null, null, null, null, null, null, null, null);
  }

  @Inject
  DeletionWork(
      Homes homes,
      Tenants tenants,
      HomeMigrator migrator,
      Operations operations,
      Erasures erasures,
      DomainTable domains,
      Catalog catalog,
      Event<TenantErasing> keepers) {
    this(
        homes,
        tenants,
        migrator,
        operations,
        erasures,
        domains,
        catalog,
        keepers::fire,
        LONGEST_REQUEST);
  }

  /** For use without an application server: {@code keepers} stands for the observers. */
  public DeletionWork(
      Homes homes,
      Tenants tenants,
      HomeMigrator migrator,
      Operations operations,
      Erasures erasures,
      DomainTable domains,
      Catalog catalog,
      Consumer<TenantErasing> keepers,
      Duration longestRequest) {
    this.homes = homes;
    this.tenants = tenants;
    this.migrator = migrator;
    this.operations = operations;
    this.erasures = erasures;
    this.domains = domains;
    this.catalog = catalog;
    this.keepers = keepers;
    this.longestRequest = longestRequest;
  }

  /**
   * @param before what the tenant was, and is again when it is restored
   * @param purgeAt RFC 3339
   */
  record Request(Status before, String purgeAt) {
    Instant purge() {
      return Instant.parse(purgeAt);
    }

    static Request of(Operation deletion) {
      try {
        return Json.MAPPER.readValue(deletion.request(), Request.class);
      } catch (JsonProcessingException e) {
        throw new IllegalStateException(deletion + " cannot be read by this version", e);
      }
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Step> steps() {
    return List.of(
        Step.of("grace", this::awaitPurge),
        Step.of(COUNT, run -> run.keep(count(run))),
        Step.of("home", this::clear),
        Step.of("late rows", this::clearLate),
        Step.of(ELSEWHERE, this::clearElsewhere),
        Step.of("certificate", this::certify));
  }

  private void awaitPurge(Run run) {
    Instant purge = Request.of(run.operation()).purge();
    if (Instant.now().isBefore(purge)) {
      throw new NotYet(purge);
    }
    run.write(h -> tenants.move(h, run.tenant(), Status.DELETING, Status.PURGING));
    catalog.refreshSoon();
  }

  private Removed count(Run run) {
    Home home = home(run);
    Map<String, Long> rows = migrator.count(home, run.tenant());
    return Removed.with(home, rows);
  }

  private void clear(Run run) {
    Home home = home(run);
    if (home.isolation() != Isolation.SHARED) {
      run.write(h -> homes.giveUp(h, home.id()));
    }
    run.renew();
    migrator.clear(home, run.tenant());
  }

  private void clearLate(Run run) {
    if (home(run).isolation() == Isolation.SHARED) {
      Instant over = run.operation().createdAt().plus(longestRequest);
      if (Instant.now().isBefore(over)) {
        throw new NotYet(over);
      }
      clear(run);
      migrator.forgetSamples(home(run));
    }
  }

  private void clearElsewhere(Run run) {
    TenantErasing erasing = new TenantErasing(run.tenant());
    run.renew();
    keepers.accept(erasing);
    run.keep(Removed.of(erasing.removed()));
  }

  private void certify(Run run) {
    TenantRow row = tenants.byId(run.tenant()).orElseThrow();
    Removed removed =
        run.kept(COUNT, Removed.class)
            .orElseThrow()
            .and(run.kept(ELSEWHERE, Removed.class).orElseThrow());
    run.end(
        h -> {
          Changes.lock(h);
          long jobs = operations.forget(h, row.id(), run.operation().id());
          long names = domains.forget(h, row.id());
          tenants.erase(h, row.id());
          if (row.isolation() != Isolation.SHARED) {
            homes.delete(h, row.homeId());
          }
          erasures.certify(
              h,
              run.operation(),
              removed.and(Removed.of(Map.of("operations", jobs, "domains", names))));
        });
    catalog.refreshSoon();
    LOG.log(Level.INFO, "Tenant {0} is DELETED by operation {1}", run.tenant(), run.operation());
  }

  private Home home(Run run) {
    TenantRow row = tenants.byId(run.tenant()).orElseThrow();
    if (row.status() != Status.PURGING) {
      throw new IllegalStateException("Tenant " + row.id() + " is " + row.status());
    }
    return homes.byId(row.homeId()).map(HomeRow::home).orElseThrow();
  }
}
