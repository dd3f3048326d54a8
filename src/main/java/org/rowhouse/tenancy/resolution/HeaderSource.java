package org.rowhouse.tenancy.resolution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.rowhouse.settings.Settings;

/** The header {@code X-Tenant} (slug or id), where the settings switch it on; else not read. */
@ApplicationScoped
class HeaderSource implements TenantSource {

  private final boolean on;

  HeaderSource() {
    on = false;
  }

  @Inject
  HeaderSource(Settings settings) {
    on = settings.web().tenantHeader();
  }

  @Override
  public Optional<TenantKey> read(HttpServletRequest request) {
    return on
        ? Optional.ofNullable(request.getHeader("X-Tenant")).map(TenantKey::ofSlugOrId)
        : Optional.empty();
  }
}
