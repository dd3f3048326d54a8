package org.rowhouse.controlplane.catalog;

import org.rowhouse.tenancy.Isolation;
import org.rowhouse.tenancy.Tenant;

/**
 * What a list of tenants is narrowed to; null narrows nothing.
 *
 * @param text part of the slug or organization, in any case; no character of it is a wildcard
 */
public record TenantFilters(Tenant.Status status, Isolation isolation, String text) {

  String pattern() {
    return text == null ? null : "%" + text.replaceAll("([\\\\%_])", "\\\\$1") + "%";
  }
}
