package org.rowhouse.controlplane.migration;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import javax.sql.DataSource;
import org.rowhouse.controlplane.StartRefused;
import org.rowhouse.controlplane.server.OwnerConnections;
import org.rowhouse.controlplane.server.Server;

/** What SHARED and SCHEMA homes of a server stand on: the runtime role and the schema guard. */
@ApplicationScoped
public class Foundation {

  private final OwnerConnections connections;
  private final RuntimeRole role;

  Foundation() {
    this(null, null);
  }

  @Inject
  public Foundation(OwnerConnections connections, RuntimeRole role) {
    this.connections = connections;
    this.role = role;
  }

  /**
   * The server of the settings, whose database has the catalog too.
   *
   * @throws org.rowhouse.controlplane.StartRefused when the runtime role has too much power
   * @throws MigrationFailed when a schema cannot be migrated
   */
  void layMain() {
    DataSource owner = connections.main();
    role.prepare(owner, connections.mainUrl());
    control(owner).migrate();
    HomeMigrator.guard(owner, role.name()).migrate();
  }

  /**
   * @throws org.rowhouse.controlplane.StartRefused when {@link #layMain} has schemas to migrate
   */
  void requireLaid() {
    if (!isLaid()) {
      throw new StartRefused(
          "The schemas control and guard are behind, and that is not rehearsed: migrate first");
    }
  }

  /** Whether {@link #layMain} has no schema to migrate. */
  boolean isLaid() {
    DataSource owner = connections.main();
    return !control(owner).isBehind() && !HomeMigrator.guard(owner, role.name()).isBehind();
  }

  /**
   * Whether the runtime role of {@code server} can be used as it is; nothing is changed.
   *
   * @throws org.rowhouse.controlplane.StartRefused when the role has too much power
   */
  boolean isRoleReady(Server server) {
    String url = server.isMain() ? connections.mainUrl() : server.url();
    return role.isReady(connections.common(server.id()), url);
  }

  private SchemaMigration control(DataSource owner) {
    return new SchemaMigration(owner, "control", "db/control", role.name());
  }

  /** As {@link #layMain}, on a further server. */
  void lay(Server server) {
    DataSource owner = connections.common(server.id());
    role.prepare(owner, server.url());
    HomeMigrator.guard(owner, role.name()).migrate();
  }
}
