/**
 * Sign-up, and what operators do to a tenant's life.
 *
 * <p>Promise: a sign-up ends in exactly one of two ways: an ACTIVE tenant, or a FAILED one whose
 * slug is free again, whose organization's name is forgotten, and whose home, or rows in a shared
 * one, are gone. Until then nobody can enter it. Two sign-ups for one slug at once: exactly one
 * wins, the other gets 409. A password is hashed before anything is stored, and the hash leaves the
 * operation when it ends. The public may sign up so often within an hour, from one address and in
 * all. Suspension is effective at once on this node and within 5 s on all. A slug that was changed
 * leads to the new one for a while (308), and nobody else gets it until then.
 *
 * <p>Refusal: product entities are unknown here; the product lays its first rows by observing
 * {@link org.rowhouse.tenancy.TenantCreated}. Rows are laid in the product's own transaction: a
 * worker that stalls inside of it for longer than its lease, while another undoes the sign-up,
 * could still commit them; PostgreSQL ends such a transaction after a minute.
 *
 * <p>Homes are placed where an operator says; else SHARED tenants in the home of the first server,
 * so that few of many stand together, and all others on the server with the fewest homes that has
 * room. Homes are counted under the lock that every placing takes, so no server gets more than its
 * capacity.
 *
 * <p>A slug is a host label: {@code [a-z0-9](-?[a-z0-9]){1,38}}, at most 40 characters, and never
 * the text of a UUID, because {@code X-Tenant} takes either. Names that a visitor would take for
 * the operator's own (www, api, admin, login, mail, status, …) and those that hosts have by custom
 * are reserved: see {@link org.rowhouse.controlplane.provisioning.Slugs}.
 */
package org.rowhouse.controlplane.provisioning;
