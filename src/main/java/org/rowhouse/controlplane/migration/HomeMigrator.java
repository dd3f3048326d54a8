package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.rowhouse.controlplane.catalog.Homes;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/** Makes one home and brings it to the version of this deployment. */
@ApplicationScoped
public class HomeMigrator {

  private static final String SCRIPTS = "db/tenant";

  private final OwnerConnections connections;
  private final RuntimeRole role;
  private final HomeChecks checks;
  private final Homes homes;
  private final String scripts;

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

  /** The version that homes are to have. */
  String target() {
    return new SchemaMigration(connections.main(), "control", scripts, role.name()).target();
  }

  /**
   * Makes the home's schema when it is missing and migrates it. Afterwards it is READY, or FAILED
   * with the reason.
   *
   * @throws MigrationFailed when it is FAILED
   */
  public void migrate(Home home) {
    try {
      DataSource source = connections.of(home);
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

  /** Drops everything in a home that is one tenant's own; one that is not there is dropped. */
  public void drop(Home home) {
    if (home.isolation() == Isolation.SHARED) {
      throw new IllegalArgumentException("A shared home is never dropped: " + home.id());
    }
    Jdbi.create(connections.of(home))
        .useHandle(h -> h.execute("drop schema if exists " + home.schema() + " cascade"));
  }
}
