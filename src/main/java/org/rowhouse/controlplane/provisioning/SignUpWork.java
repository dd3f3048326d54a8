package org.rowhouse.controlplane.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.catalog.Catalog;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.TenantRow;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.migration.HomeMigrator;
import org.rowhouse.controlplane.operation.CannotGoOn;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.Progress;
import org.rowhouse.controlplane.operation.Work;
import org.rowhouse.http.Json;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantCreated;
import org.rowhouse.tenancy.TenantScope;

/** The steps of a sign-up after the slug is reserved: home, first rows, activation. */
@ApplicationScoped
public class SignUpWork implements Work {

  static final String KIND = "sign-up";
  static final int STEPS = 3;

  private static final System.Logger LOG = System.getLogger(SignUpWork.class.getName());

  private final ControlDatabase database;
  private final Homes homes;
  private final Tenants tenants;
  private final HomeMigrator migrator;
  private final Catalog catalog;
  private final TenantScope scope;
  private final Consumer<TenantCreated> product;

  SignUpWork() {
    this(null, null, null, null, null, null, (Consumer<TenantCreated>) null);
  }

  @Inject
  SignUpWork(
      ControlDatabase database,
      Homes homes,
      Tenants tenants,
      HomeMigrator migrator,
      Catalog catalog,
      TenantScope scope,
      Event<TenantCreated> product) {
    this(database, homes, tenants, migrator, catalog, scope, product::fire);
  }

  /** For use without an application server: {@code product} stands for the observers. */
  public SignUpWork(
      ControlDatabase database,
      Homes homes,
      Tenants tenants,
      HomeMigrator migrator,
      Catalog catalog,
      TenantScope scope,
      Consumer<TenantCreated> product) {
    this.database = database;
    this.homes = homes;
    this.tenants = tenants;
    this.migrator = migrator;
    this.catalog = catalog;
    this.scope = scope;
    this.product = product;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void run(Operation operation, Progress progress) {
    TenantRow row = tenants.byId(operation.tenantId()).orElseThrow();
    if (row.status() != Tenant.Status.PROVISIONING) {
      requireDone(row);
      return;
    }
    progress.step(0, "home");
    Home home = home(row);
    progress.step(1, "first rows");
    SignUp.Request request = read(operation.request());
    Tenant tenant =
        new Tenant(row.id(), row.slug(), row.organization(), row.status(), row.isolation(), home);
    scope.run(tenant, () -> product.accept(new TenantCreated(request.admin(), request.seed())));
    progress.step(2, "activation");
    database.useTransaction(
        h -> tenants.move(h, row.id(), Tenant.Status.PROVISIONING, Tenant.Status.ACTIVE));
    requireDone(tenants.byId(row.id()).orElseThrow());
    catalog.refresh();
    LOG.log(Level.INFO, "Tenant {0} is ACTIVE by operation {1}", row.id(), operation);
  }

  /** The tenant's home, ready. One that an older node has made is brought up to this node's. */
  private Home home(TenantRow row) {
    HomeRow found = homes.byId(row.homeId()).orElseThrow();
    if (found.isReadyAt(migrator.target()) || found.isolation() == Isolation.SHARED) {
      return found.home();
    }
    migrator.migrate(found.home());
    return homes.byId(found.id()).map(HomeRow::home).orElseThrow();
  }

  private static void requireDone(TenantRow row) {
    if (row.status() == Tenant.Status.FAILED) {
      throw new CannotGoOn("The sign-up was undone before", null);
    }
  }

  @Override
  public void undo(Operation operation) {
    TenantRow row = tenants.byId(operation.tenantId()).orElseThrow();
    if (row.status() != Tenant.Status.PROVISIONING) {
      return;
    }
    Home home = homes.byId(row.homeId()).map(HomeRow::home).orElseThrow();
    boolean own = home.isolation() != Isolation.SHARED;
    migrator.clear(home, row.id());
    database.useTransaction(
        h -> {
          Changes.lock(h);
          tenants.abandon(h, row.id());
          if (own) {
            homes.delete(h, home.id());
          }
        });
    catalog.refresh();
    LOG.log(Level.WARNING, "Tenant {0} is FAILED by operation {1}", row.id(), operation);
  }

  private static SignUp.Request read(String request) {
    try {
      return Json.MAPPER.readValue(request, SignUp.Request.class);
    } catch (JsonProcessingException e) {
      throw new CannotGoOn("The request of this sign-up cannot be read by this version", e);
    }
  }
}
