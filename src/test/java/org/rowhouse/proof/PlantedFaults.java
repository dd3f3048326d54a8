package org.rowhouse.proof;

/** Byteman rules; each takes a guard away, as a programming error would. */
final class PlantedFaults {

  private PlantedFaults() {}

  /** Queries of projects no longer ask for their tenant; the parameter stays and says nothing. */
  static final String QUERY_WITHOUT_TENANT =
      """
      RULE query without tenant
      CLASS org.postgresql.jdbc.PgConnection
      METHOD prepareStatement(String, int, int, int)
      AT ENTRY
      IF $1.contains("FROM project ") AND $1.contains("tenant_id = ?")
      DO $1 = $1.replace("tenant_id = ?", "tenant_id::text <> ?::text || 'x'"); FIRED()
      ENDRULE
      """;

  /** Every 500th checkout the connection stays in the home that was used before. */
  static final String SEARCH_PATH_NOT_SWITCHED =
      """
      RULE every 500th checkout
      CLASS org.rowhouse.tenancy.isolation.HomeConnections
      METHOD place
      AT ENTRY
      IF incrementCounter("checkouts") % 500 == 0
      DO $2 = linked("home", "before"); FIRED()
      ENDRULE

      RULE remember the home
      CLASS org.rowhouse.tenancy.isolation.HomeConnections
      METHOD place
      AT EXIT
      IF true
      DO link("home", "before", $2)
      ENDRULE
      """;

  /** A request that ends in an exception leaves its tenant on the thread, for the next request. */
  static final String TENANT_NOT_CLEARED =
      """
      RULE the tenant stays
      CLASS org.rowhouse.tenancy.CurrentTenant
      METHOD enter
      AT ENTRY
      IF linked("stale", Thread.currentThread()) != null
      DO $1 = unlink("stale", Thread.currentThread()); FIRED()
      ENDRULE

      RULE remember the tenant
      CLASS org.rowhouse.tenancy.CurrentTenant
      METHOD enter
      AT EXIT
      IF true
      DO link("entered", Thread.currentThread(), $1)
      ENDRULE

      RULE an exception
      CLASS org.rowhouse.http.ProblemMapper
      METHOD toResponse
      AT EXIT
      IF linked("entered", Thread.currentThread()) != null
      DO link("stale", Thread.currentThread(), unlink("entered", Thread.currentThread()))
      ENDRULE
      """;

  /** Java names the tenant and does not sign. */
  static final String CONTEXT_NOT_SIGNED =
      """
      RULE context not signed
      CLASS org.rowhouse.tenancy.isolation.ContextKey
      METHOD sign
      AT EXIT
      IF true
      DO $! = $1.toString() + ".00"; FIRED()
      ENDRULE
      """;
}
