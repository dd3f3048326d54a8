package org.rowhouse.tenancy;

import java.util.UUID;

/**
 * The place where tenants' rows live, and the unit of routing, migration and capacity.
 *
 * @param server the PostgreSQL server, see the control plane's servers
 * @param database the database on that server
 * @param schema made from the home's id by the server, never from a tenant's words
 */
public record Home(
    UUID id, Isolation isolation, UUID server, String database, String schema, State state) {

  /** Whether the home can serve. */
  public enum State {
    /** Being made: its schema may not exist yet. */
    PENDING,
    /** At the version of this deployment. */
    READY,
    /** Its migration failed; its tenants get 503 until it is mended. */
    FAILED
  }
}
