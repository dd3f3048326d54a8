/**
 * Projects: what issues belong to.
 *
 * <p>Promise: a key is unique within the tenant and says nothing about other tenants' keys.
 * Deleting a project deletes its issues and their comments.
 */
package org.rowhouse.tenantplane.project;
