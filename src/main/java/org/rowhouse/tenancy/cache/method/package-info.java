/**
 * Caching by annotation, in the manner of JCache.
 *
 * <p>Promise: a method that says {@link org.rowhouse.tenancy.cache.method.CacheResult} behaves as
 * if it called {@link org.rowhouse.tenancy.cache.TenantCache} itself, for the current tenant.
 * Refusal: JCache's own annotations are not honoured, because their keys are hash codes of
 * arguments, which collide, and their removal knows no transaction; and a method that cannot be
 * kept (no record comes back, or its parameters are no key) is refused when the application starts.
 */
package org.rowhouse.tenancy.cache.method;
