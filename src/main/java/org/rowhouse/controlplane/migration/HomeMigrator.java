package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.TenantId;

/** Makes one home and brings it to the version of this deployment. */
@ApplicationScoped
public class HomeMigrator {

  private static final String SCRIPTS = "db/tenant";

  private final OwnerConnections connections;
  private final RuntimeRole role;
  private final HomeChecks checks;
  private final Homes homes;
  private final String scripts;
  private volatile String target;

  HomeMigrator() {
    this(null, null, null, null);
  }

  @Inject
  public HomeMigrator(
      OwnerConnections connections, RuntimeRole role, HomeChecks checks, Homes homes) {
    this(connections, role, checks, homes, SCRIPTS);
  }

  HomeMigrator(
      OwnerConnections connections,
      RuntimeRole role,
      HomeChecks checks,
      Homes homes,
      String scripts) {
    this.connections = connections;
    this.role = role;
    this.checks = checks;
    this.homes = homes;
    this.scripts = scripts;
  }

  /** The version that homes are to have: that of this deployment's scripts. */
  public String target() {
    String known = target;
    if (known == null) {
      known = new SchemaMigration(connections.main(), "control", scripts, role.name()).target();
      target = known;
    }
    return known;
  }

  /**
   * Makes the home's schema when it is missing and migrates it. Afterwards it is READY, or FAILED
   * with the reason.
   *
   * @throws MigrationFailed when it is FAILED
   */
  public void migrate(Home home) {
    try {
      DataSource source = connections.owner(home);
      String version = new SchemaMigration(source, home.schema(), scripts, role.name()).migrate();
      Jdbi.create(source)
          .useHandle(
              h -> h.execute("grant usage on schema " + home.schema() + " to " + role.name()));
      Map<UUID, List<String>> findings = checks.findings(home.id());
      if (!findings.isEmpty()) {
        throw new MigrationFailed(String.join("; ", findings.get(home.id())));
      }
      homes.ready(home.id(), version);
    } catch (MigrationFailed e) {
      homes.failed(home.id(), e.getMessage());
      throw e;
    } catch (JdbiException e) {
      MigrationFailed failure = new MigrationFailed(e);
      homes.failed(home.id(), failure.getMessage());
      throw failure;
    }
  }

  /** Leaves nothing of {@code tenant}: drops its own home, deletes its rows in a shared one. */
  public void clear(Home home, TenantId tenant) {
    if (home.isolation() == Isolation.SHARED) {
      try {
        TenantRows.delete(connections.owner(home), home, tenant);
      } catch (SQLException e) {
        throw new IllegalStateException("The rows of tenant " + tenant + " are still there", e);
      }
    } else {
      Jdbi.create(connections.owner(home))
          .useHandle(h -> h.execute("drop schema if exists " + home.schema() + " cascade"));
    }
  }
}
