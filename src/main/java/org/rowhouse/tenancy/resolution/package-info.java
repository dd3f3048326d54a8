/**
 * From a request to its tenant.
 *
 * <p>Promise: each {@link org.rowhouse.tenancy.resolution.TenantSource} reads one key from the
 * request (token claim, host, header), {@link org.rowhouse.tenancy.resolution.TenantFilter} looks
 * the tenants up in memory, and the sources that are given must agree. Refusal: no source is
 * believed over another, no tenant is guessed, and a forwarded host counts only from a trusted
 * proxy. Where no source names a tenant the request goes on without one, and whatever needs a
 * tenant then throws.
 */
package org.rowhouse.tenancy.resolution;
