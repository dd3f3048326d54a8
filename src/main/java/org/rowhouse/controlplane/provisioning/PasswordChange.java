package org.rowhouse.controlplane.provisioning;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.rowhouse.controlplane.ControlDatabase;
import org.rowhouse.controlplane.audit.Audit;
import org.rowhouse.controlplane.audit.Deed;
import org.rowhouse.controlplane.catalog.Changes;
import org.rowhouse.controlplane.catalog.HomeRow;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.catalog.Tenants;
import org.rowhouse.controlplane.migration.OwnDatabase;
import org.rowhouse.controlplane.operation.CannotGoOn;
import org.rowhouse.controlplane.operation.NewOperation;
import org.rowhouse.controlplane.operation.Operation;
import org.rowhouse.controlplane.operation.OperationRunner;
import org.rowhouse.controlplane.operation.Operations;
import org.rowhouse.controlplane.operation.Run;
import org.rowhouse.controlplane.operation.Step;
import org.rowhouse.controlplane.operation.Work;
import org.rowhouse.controlplane.server.HomePasswords;
import org.rowhouse.controlplane.server.Logins;
import org.rowhouse.http.Json;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/**
 * Gives the role of a DATABASE home a new password, which nobody sees. Connections that are open
 * stay; nodes that open one within the second before they know may be refused, and answer 503.
 */
@ApplicationScoped
public class PasswordChange implements Work {

  static final String KIND = "home-password";

  private static final System.Logger LOG = System.getLogger(PasswordChange.class.getName());

  private final ControlDatabase database;
  private final Homes homes;
  private final HomePasswords passwords;
  private final Logins logins;
  private final OwnDatabase databases;
  private final Operations operations;
  private final Tenants tenants;
  private final Audit audit;

  PasswordChange() {
    this(null, null, null, null, null, null, null, null);
  }

  @Inject
  public PasswordChange(
      ControlDatabase database,
      Homes homes,
      HomePasswords passwords,
      Logins logins,
      OwnDatabase databases,
      Operations operations,
      Tenants tenants,
      Audit audit) {
    this.database = database;
    this.homes = homes;
    this.passwords = passwords;
    this.logins = logins;
    this.databases = databases;
    this.operations = operations;
    this.tenants = tenants;
    this.audit = audit;
  }

  record Request(UUID home) {}

  /**
   * Begins it; {@link OperationRunner#wake} has it done at once.
   *
   * @throws Problem 404 when there is no such home, 409 when it has no password
   */
  public Operation begin(UUID id, String operator) {
    HomeRow home = homes.byId(id).orElseThrow(Problem::notFound);
    if (home.isolation() != Isolation.DATABASE || home.state() != Home.State.READY) {
      throw Problem.conflict(
          "home-without-password", "Only a READY home of isolation DATABASE has a password.");
    }
    return database.inTransaction(
        h -> {
          record(h, "HOME_PASSWORD_CHANGE_ASKED", id);
          return operations.add(
              h, new NewOperation(KIND, null, Json.text(new Request(id)), Optional.of(operator)));
        });
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Step> steps() {
    return List.of(
        // kept before it is used: whoever goes on after a crash uses the same
        Step.of("new password", this::makeNext),
        Step.of("change", this::change).undoneBy(this::changeBack));
  }

  private void makeNext(Run run) {
    Home home = home(run);
    run.write(
        h -> {
          Changes.lock(h);
          passwords.makeNext(h, home.id());
        });
  }

  private void change(Run run) {
    Home home = home(run);
    run.write(
        h -> {
          passwords
              .next(h, home.id())
              .ifPresent(
                  password -> {
                    databases.setPassword(home, password);
                    Changes.lock(h); // not before: its server may take long to answer
                    passwords.useNext(h, home.id());
                    record(h, "HOME_PASSWORD_CHANGED", home.id());
                  });
        });
    logins.refresh();
    LOG.log(Level.INFO, "Home {0} has a new password", home.id());
  }

  /** Back to the password that the catalog has: the role may have either, or be gone. */
  private void changeBack(Run run) {
    find(run)
        .ifPresent(
            home ->
                run.write(
                    h -> {
                      databases.setCurrentPassword(home);
                      Changes.lock(h);
                      passwords.dropNext(h, home.id());
                      record(h, "HOME_PASSWORD_KEPT", home.id());
                    }));
  }

  private void record(Handle handle, String action, UUID home) {
    audit.record(
        handle, Deed.of(tenants.ownerOf(handle, home).orElse(null), action).with("home", home));
  }

  private Home home(Run run) {
    return find(run).orElseThrow(() -> new CannotGoOn("The home is gone"));
  }

  private Optional<Home> find(Run run) {
    return homes.byId(run.request(Request.class).home()).map(HomeRow::home);
  }
}
