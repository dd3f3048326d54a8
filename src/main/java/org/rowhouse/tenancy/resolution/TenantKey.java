package org.rowhouse.tenancy.resolution;

import java.util.Optional;
import java.util.UUID;
import org.rowhouse.tenancy.Tenant;
import org.rowhouse.tenancy.TenantDirectory;
import org.rowhouse.tenancy.TenantId;

/** What a source read: words that may name a tenant, not yet looked up. */
record TenantKey(TenantId id, String slug, String domain) {

  static TenantKey ofId(TenantId id) {
    return new TenantKey(id, null, null);
  }

  static TenantKey ofSlug(String slug) {
    return new TenantKey(null, slug, null);
  }

  static TenantKey ofDomain(String domain) {
    return new TenantKey(null, null, domain);
  }

  /** A key from text that may be either. */
  static TenantKey ofSlugOrId(String text) {
    return text.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
        ? ofId(new TenantId(UUID.fromString(text)))
        : ofSlug(text);
  }

  Optional<Tenant> lookUp(TenantDirectory directory) {
    if (domain != null) {
      return directory.byDomain(domain);
    }
    return id != null ? directory.byId(id) : directory.bySlug(slug);
  }
}
