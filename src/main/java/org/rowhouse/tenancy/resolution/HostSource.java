package org.rowhouse.tenancy.resolution;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.rowhouse.settings.Settings;
import org.rowhouse.tenancy.UnknownTenant;

/**
 * The host: {@code {slug}.{base-domain}}, or a domain that a tenant has proved to be its own. The
 * bare base domain and plain addresses name no tenant; any other host is unknown.
 */
@ApplicationScoped
class HostSource implements TenantSource {

  private static final String ADDRESS = "\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.%]+]";

  private final String base;
  private final Set<String> trustedProxies;

  HostSource() {
    base = "";
    trustedProxies = Set.of();
  }

  @Inject
  HostSource(Settings settings) {
    base = settings.web().baseDomain();
    trustedProxies = settings.web().trustedProxies();
  }

  @Override
  public Optional<TenantKey> read(HttpServletRequest request) {
    String host = host(request);
    if (host.isEmpty() || host.equals(base) || host.matches(ADDRESS)) {
      return Optional.empty();
    }
    String suffix = "." + base;
    if (!host.endsWith(suffix)) {
      return Optional.of(TenantKey.ofDomain(host));
    }
    if (host.indexOf('.') != host.length() - suffix.length()) {
      throw new UnknownTenant();
    }
    return Optional.of(TenantKey.ofSlug(host.substring(0, host.length() - suffix.length())));
  }

  private String host(HttpServletRequest request) {
    String forwarded = request.getHeader("X-Forwarded-Host");
    String host =
        forwarded != null && trustedProxies.contains(request.getRemoteAddr())
            ? forwarded.split(",", 2)[0]
            : request.getHeader("Host");
    return host == null
        ? ""
        : host.strip().toLowerCase(Locale.ROOT).replaceFirst(":\\d*$", "").replaceFirst("\\.$", "");
  }
}
