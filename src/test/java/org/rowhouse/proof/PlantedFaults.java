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
      BIND before:org.rowhouse.tenancy.Home = linked("home", "before")
      IF incrementCounter("checkouts") % 500 == 0 AND before != null
      DO $2 = before; FIRED()
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
      CLASS org.rowhouse.tenancy.TenantScope
      METHOD enterForRequest
      AT ENTRY
      BIND stale:org.rowhouse.tenancy.Tenant = unlink("stale", Thread.currentThread())
      IF stale != null
      DO $1 = stale; FIRED()
      ENDRULE

      RULE remember the tenant
      CLASS org.rowhouse.tenancy.TenantScope
      METHOD enterForRequest
      AT EXIT
      IF true
      DO link("entered", Thread.currentThread(), $1)
      ENDRULE

      RULE a request fails
      CLASS org.rowhouse.http.ProblemJson
      METHOD bytes
      AT ENTRY
      BIND entered:Object = unlink("entered", Thread.currentThread())
      IF entered != null
      DO link("stale", Thread.currentThread(), entered)
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
