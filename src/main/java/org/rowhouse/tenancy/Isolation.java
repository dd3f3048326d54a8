package org.rowhouse.tenancy;

/** How far a tenant's rows lie from those of others. It decides only which home, nothing else. */
public enum Isolation {
  /** Tables shared with other tenants, row by row. */
  SHARED,
  /** A PostgreSQL schema of its own. */
  SCHEMA,
  /** A database and a login role of its own. */
  DATABASE
}
