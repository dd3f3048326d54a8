package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.rowhouse.controlplane.catalog.Census;
import org.rowhouse.controlplane.catalog.HomeVersion;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.controlplane.fleet.operator.CurrentPlan;
import org.rowhouse.controlplane.fleet.plan.Plan;
import org.rowhouse.controlplane.fleet.visit.Tempo;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;

/** Makes one home and brings it to the version of this deployment. */
@ApplicationScoped
public class HomeMigrator implements CurrentPlan {

  private static final List<String> SCRIPTS = List.of("db/tenant");
  private static final String GUARD = "guard";
  private static final String GUARD_SCRIPTS = "db/guard";
  private static final Tempo ONCE = new Tempo(Tempo.USUAL.lockTimeout(), Duration.ZERO, 1);

  private final OwnerConnections connections;
  private final RuntimeRole role;
  private final OwnDatabase databases;
  private final HomeChecks checks;
  private final Homes homes;
  private final Census census;
  private final HomeScripts scripts;
  private volatile String guard;

  HomeMigrator() {
    this(null, null, null, null, null, null, SCRIPTS);
  }

  @Inject
  public HomeMigrator(
      OwnerConnections connections,
      RuntimeRole role,
      OwnDatabase databases,
      HomeChecks checks,
      Homes homes,
      Census census) {
    this(connections, role, databases, checks, homes, census, SCRIPTS);
  }

  /**
   * @param folders of the class path where the scripts are
   */
  public HomeMigrator(
      OwnerConnections connections,
      RuntimeRole role,
      OwnDatabase databases,
      HomeChecks checks,
      Homes homes,
      Census census,
      List<String> folders) {
    this.connections = connections;
    this.role = role;
    this.databases = databases;
    this.checks = checks;
    this.homes = homes;
    this.census = census;
    this.scripts = new HomeScripts(connections, census, folders);
  }

  /** The version that homes are to have: that of this deployment's scripts. */
  public HomeVersion target() {
    return new HomeVersion(plan().target(), guard(), plan().fingerprint());
  }

  @Override
  public Plan plan() {
    return scripts.plan();
  }

  @Override
  public String guard() {
    String known = guard;
    if (known == null) {
      known = guard(connections.main(), role.name()).target();
      guard = known;
    }
    return known;
  }

  /** The schema guard of the database of {@code owner}, where {@code runtime} runs tenants' SQL. */
  static SchemaMigration guard(DataSource owner, String runtime) {
    return new SchemaMigration(owner, GUARD, GUARD_SCRIPTS, runtime);
  }

  /**
   * Makes what is missing of the home and migrates it. Afterwards it is READY, or FAILED with the
   * reason, or as before when its server did not answer.
   *
   * @throws MigrationFailed unless it is READY
   */
  public void migrate(Home home) {
    migrate(home, Tempo.USUAL);
  }

  /** As {@link #migrate}, for who comes again soon: where somebody keeps a lock it asks once. */
  void attempt(Home home) {
    migrate(home, ONCE);
  }

  private void migrate(Home home, Tempo tempo) {
    marking(
        home,
        () -> {
          HomeVersion version =
              home.isolation() == Isolation.DATABASE ? own(home, tempo) : lodger(home, tempo);
          List<Finding> findings = checks.findings(home);
          if (!findings.isEmpty()) {
            throw new OpenHome(findings);
          }
          homes.ready(home.id(), known(home, version));
        });
  }

  /**
   * Brings the schema guard of a DATABASE home that serves up, and nothing else of it.
   *
   * @throws MigrationFailed as {@link #migrate}
   */
  void raiseGuard(Home home) {
    marking(home, () -> census.guarded(home.id(), guardOf(home)));
  }

  private void marking(Home home, Runnable work) {
    try {
      work.run();
    } catch (MigrationFailed | JdbiException | Problem e) {
      MigrationFailed failure = e instanceof MigrationFailed f ? f : new MigrationFailed(e);
      // whoever is away comes back, and locks are let go: until then the home waits as it is
      if (!Patience.isAway(e) && !(e instanceof LockedHome)) {
        homes.failed(home.id(), failure.getMessage());
      }
      throw failure;
    }
  }

  /** What is newer than this deployment stays in the catalog as it is. */
  private HomeVersion known(Home home, HomeVersion version) {
    boolean isUnknown =
        version.tables() == null
            && homes.byId(home.id()).filter(row -> row.version() == null).isPresent();
    return isUnknown ? new HomeVersion(plan().target(), version.guard()) : version;
  }

  private HomeVersion own(Home home, Tempo tempo) {
    databases.make(home, () -> requireWanted(home));
    return tables(home, guardOf(home), tempo);
  }

  private String guardOf(Home home) {
    return guard(connections.owner(home), connections.role(home)).migrate();
  }

  private HomeVersion lodger(Home home, Tempo tempo) {
    return tables(home, null, tempo);
  }

  private HomeVersion tables(Home home, String guard, Tempo tempo) {
    String runtime = connections.role(home);
    Jdbi.create(connections.owner(home))
        .useHandle(
            h -> {
              HomeLock.take(h, home.id());
              requireWanted(home);
              h.execute("create schema if not exists " + home.schema());
              h.execute("grant usage on schema " + home.schema() + " to " + runtime);
            });
    return scripts.bringUp(home, guard, tempo);
  }

  /** Under the home's lock: whoever drops it has given it up before. */
  private void requireWanted(Home home) {
    if (!homes.isWanted(home.id())) {
      throw new MigrationFailed("The home " + home.id() + " was given up meanwhile");
    }
  }

  /** How many rows {@code tenant} has, by table. */
  public Map<String, Long> count(Home home, TenantId tenant) {
    try {
      return TenantRows.count(connections.owner(home), home, tenant);
    } catch (SQLException e) {
      throw new IllegalStateException("The rows of tenant " + tenant + " cannot be counted", e);
    }
  }

  /**
   * Leaves nothing of {@code tenant}: deletes its rows in a shared home, drops its own, which must
   * have been given up.
   */
  public void clear(Home home, TenantId tenant) {
    switch (home.isolation()) {
      case SHARED -> {
        try {
          TenantRows.delete(connections.owner(home), home, tenant);
        } catch (SQLException e) {
          throw new IllegalStateException("The rows of tenant " + tenant + " are still there", e);
        }
      }
      case SCHEMA ->
          Jdbi.create(connections.owner(home))
              .useHandle(
                  h -> {
                    HomeLock.take(h, home.id());
                    h.execute("drop schema if exists " + home.schema() + " cascade");
                  });
      case DATABASE -> databases.drop(home);
    }
  }

  /** No value of rows that were deleted is left in what PostgreSQL keeps for its planner. */
  public void forgetSamples(Home home) {
    if (home.isolation() == Isolation.SHARED) {
      TenantRows.sampleAnew(connections.owner(home), home);
    }
  }
}
