/**
 * Operators and sign-up: what stands above all tenants.
 *
 * <p>Promise: everything here works on the {@code control} schema, through {@link
 * org.rowhouse.controlplane.ControlDatabase} only, as the owner role; what requests need of it is
 * held in memory and kept fresh by a {@link org.rowhouse.controlplane.Poll}, so that no request
 * waits for this schema. Refusal: no product entity is known here, and no transaction holds both a
 * tenant's rows and these. Reason: an owner's connection sees every tenant.
 */
package org.rowhouse.controlplane;
