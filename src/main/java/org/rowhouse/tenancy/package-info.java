/**
 * The words that both planes share: tenant, home, isolation, the current tenant and its scope.
 *
 * <p>Promise: where there is no current tenant, {@link org.rowhouse.tenancy.CurrentTenant#get()}
 * throws; there is no default tenant and no "all tenants". The context is a block ({@link
 * org.rowhouse.tenancy.TenantScope}) that restores what was before, and inside a tenant no other
 * tenant can be entered. Refusal: words only. How a tenant is found, where its rows lie and what is
 * cached for it stands in the sub-packages, which this package never uses. {@link
 * org.rowhouse.tenancy.TenantDirectory} is implemented by the control plane: the one inversion.
 */
package org.rowhouse.tenancy;
