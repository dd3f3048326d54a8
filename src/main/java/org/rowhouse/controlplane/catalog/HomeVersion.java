package org.rowhouse.controlplane.catalog;

/**
 * How far a home has been migrated, or is to be.
 *
 * @param tables of db/tenant
 * @param guard of db/guard in a database of its own; null for a home that has none
 */
public record HomeVersion(String tables, String guard) {}
