/**
 * What a tenant's admins see and decide about the tenant itself: what was done to it, and its
 * domains.
 *
 * <p>Promise: admins only, their own tenant only: {@link org.rowhouse.tenancy.account} takes no
 * tenant. Refusal: no entity is kept here; the control plane keeps these, in transactions of its
 * own, so methods here hold none of the tenant's while they wait for it or for the DNS.
 */
package org.rowhouse.tenantplane.account;
