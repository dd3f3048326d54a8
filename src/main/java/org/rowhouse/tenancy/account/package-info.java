/**
 * What a tenant may know and decide about itself, and the control plane keeps: its audit trail and
 * its domains.
 *
 * <p>Promise: everything here is about the current tenant and no other; no method takes a tenant.
 * The control plane implements these interfaces, in transactions of its own: a caller holds none of
 * the tenant's. Refusal: product rows. Reason: the tenant plane must not see the catalog, and a
 * tenant's admins must see what was done to them.
 */
package org.rowhouse.tenancy.account;
