/**
 * Operators and sign-up: what stands above all tenants.
 *
 * <p>Promise: everything here works on the {@code control} schema, through {@link
 * org.rowhouse.controlplane.ControlDatabase} only, as the owner role. What tenants' requests need
 * of it is held in memory and kept fresh by a {@link org.rowhouse.controlplane.Poll}; they wait for
 * this schema only where memory cannot answer (a tenant not known yet, or knowledge that is too
 * old) and where they revoke tokens. Refusal: no product entity is known here, and no transaction
 * holds both a tenant's rows and these. Reason: an owner's connection sees every tenant.
 */
package org.rowhouse.controlplane;
