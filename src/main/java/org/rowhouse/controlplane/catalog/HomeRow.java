package org.rowhouse.controlplane.catalog;

import java.util.UUID;
import org.rowhouse.tenancy.Home;
import org.rowhouse.tenancy.Isolation;

/**
 * A home as the catalog keeps it.
 *
 * @param server the server's name
 * @param version of its tables; null before the first migration
 * @param guardVersion of the schema guard in its own database; null where it has none
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
    String guardVersion,
    String error) {

  /** Whether it can serve what {@code target} has: it is there, or a newer version has been. */
  public boolean isReadyAt(HomeVersion target) {
    return state == Home.State.READY
        && version != null
        && HomeVersion.compare(version, target.tables()) >= 0
        && (guardVersion == null || HomeVersion.compare(guardVersion, target.guard()) >= 0);
  }

  /** The home as requests know it. */
  public Home home() {
    return new Home(id, isolation, serverId, databaseName, schemaName, state);
  }
}
