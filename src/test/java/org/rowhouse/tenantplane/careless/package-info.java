/**
 * A product written without care: its resource swallows failures of PostgreSQL and answers 201.
 *
 * <p>Promise: it is in no WAR but the one that a proof changes; it does what ArchitectureTest would
 * refuse.
 */
package org.rowhouse.tenantplane.careless;
