package org.rowhouse.controlplane.catalog;

import java.util.UUID;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/**
 * A home as the catalog keeps it.
 *
 * @param server the server's name
 * @param version of its tables; null before the first migration
 * @param error why it is FAILED
 */
public record HomeRow(
    UUID id,
    Isolation isolation,
    UUID serverId,
    String server,
    String databaseName,
    String schemaName,
    Home.State state,
    String version,
    String error,
    long tenants) {

  /** The home as requests know it. */
  public Home home() {
    return new Home(id, isolation, serverId, databaseName, schemaName, state);
  }
}
