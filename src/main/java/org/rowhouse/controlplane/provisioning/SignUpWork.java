package org.rowhouse.controlplane.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.migration.HomeMigrator;
import org.rowhouse.controlplane.operation.CannotGoOn;
import org.rowhouse.controlplane.operation.NotYet;
import org.rowhouse.controlplane.operation.Run;
import org.rowhouse.controlplane.operation.Step;
import org.rowhouse.controlplane.operation.Work;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantCreated;

/** The steps of a sign-up after the slug is reserved: home, first rows, activation. */
@ApplicationScoped
public class SignUpWork implements Work {

  static final String KIND = "sign-up";
  static final String VERIFICATION = "verification";
  static final Duration TO_VERIFY = Duration.ofDays(1);

  private static final System.Logger LOG = System.getLogger(SignUpWork.class.getName());

  private final Homes homes;
  private final Tenants tenants;
  private final HomeMigrator migrator;
  private final Catalog catalog;
  private final Verification verification;
  private final FirstRows firstRows;

  SignUpWork() {
    this(null, null, null, null, null, null);
  }

  @Inject
  public SignUpWork(
      Homes homes,
      Tenants tenants,
      HomeMigrator migrator,
      Catalog catalog,
      Verification verification,
      FirstRows firstRows) {
    this.homes = homes;
    this.tenants = tenants;
    this.migrator = migrator;
    this.catalog = catalog;
    this.verification = verification;
    this.firstRows = firstRows;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public boolean isCancellable() {
    return true;
  }

  @Override
  public List<Step> steps() {
    return List.of(
        Step.entered("slug and home").undoneBy(this::release),
        Step.of(VERIFICATION, this::verify).onlyIf(run -> request(run).open()),
        Step.of("home", this::bringUpHome).onlyIf(this::isBehind).undoneBy(this::clearHome),
        Step.of("first member", run -> layRows(run, false)),
        Step.of("sample data", run -> layRows(run, true)).onlyIf(run -> request(run).seed()),
        Step.of("activation", this::activate));
  }

  private void verify(Run run) {
    if (verification.isRequired(run.operation(), row(run), request(run).admin())) {
      Instant end = run.operation().createdAt().plus(TO_VERIFY);
      if (Instant.now().isAfter(end)) {
        throw new CannotGoOn("The e-mail address was not verified in time");
      }
      throw new NotYet(end);
    }
  }

  /** A spare home is ready. One that an older node has made is brought up to this node's. */
  private boolean isBehind(Run run) {
    HomeRow home = home(run);
    return home.isolation() != Isolation.SHARED && !home.isReadyAt(migrator.target());
  }

  private void bringUpHome(Run run) {
    run.renew();
    migrator.migrate(home(run).home());
  }

  private void layRows(Run run, boolean seed) {
    Tenant tenant = row(run).in(home(run).home());
    run.renew();
    firstRows.lay(tenant, new TenantCreated(request(run).admin(), seed));
  }

  private void activate(Run run) {
    run.end(h -> tenants.move(h, run.tenant(), Tenant.Status.PROVISIONING, Tenant.Status.ACTIVE));
    catalog.refreshSoon();
    LOG.log(Level.INFO, "Tenant {0} is ACTIVE by operation {1}", run.tenant(), run.operation());
  }

  private void clearHome(Run run) {
    TenantRow row = unfinished(run);
    if (row.isolation() != Isolation.SHARED) {
      run.write(h -> homes.giveUp(h, row.homeId()));
    }
    run.renew();
    migrator.clear(home(run).home(), row.id());
  }

  private void release(Run run) {
    TenantRow row = tenants.byId(run.tenant()).orElseThrow();
    run.write(
        h -> {
          Changes.lock(h);
          tenants.abandon(h, row.id());
          if (row.isolation() != Isolation.SHARED && row.homeId() != null) {
            homes.delete(h, row.homeId());
          }
        });
    catalog.refreshSoon();
    LOG.log(Level.WARNING, "Tenant {0} is FAILED by operation {1}", row.id(), run.operation());
  }

  private static SignUp.Request request(Run run) {
    return run.request(SignUp.Request.class);
  }

  private TenantRow row(Run run) {
    return tenants.byId(run.tenant()).orElseThrow();
  }

  private HomeRow home(Run run) {
    return homes.byId(row(run).homeId()).orElseThrow();
  }

  /** Never anything else is undone: not even a fault of ours may drop a home that is in use. */
  private TenantRow unfinished(Run run) {
    TenantRow row = row(run);
    if (row.status() != Tenant.Status.PROVISIONING) {
      throw new IllegalStateException("Tenant " + row.id() + " is " + row.status());
    }
    return row;
  }
}
