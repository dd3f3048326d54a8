package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.UriBuilder;
import jakarta.ws.rs.core.UriInfo;
import jakarta.ws.rs.ext.Provider;
import org.rowhouse.settings.Settings;

/** Makes links with the scheme and host that the client used, where a trusted proxy tells them. */
@Provider
@PreMatching
@ApplicationScoped
public class ForwardedOrigin implements ContainerRequestFilter {

  private static final String SCHEME = "https?";
  private static final String HOST = "[A-Za-z0-9.-]{1,253}(:\\d{1,5})?";

  @Inject private Settings settings;
  @Inject private HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    if (!settings.web().trustedProxies().contains(request.getRemoteAddr())) {
      return;
    }
    String scheme = first("X-Forwarded-Proto", SCHEME);
    String host = first("X-Forwarded-Host", HOST);
    if (scheme != null || host != null) {
      UriInfo uri = context.getUriInfo();
      context.setRequestUri(
          told(uri.getBaseUriBuilder(), scheme, host).build(),
          told(uri.getRequestUriBuilder(), scheme, host).build());
    }
  }

  private static UriBuilder told(UriBuilder uri, String scheme, String host) {
    if (scheme != null) {
      uri.scheme(scheme);
    }
    if (host != null) {
      int port = host.indexOf(':');
      uri.host(port < 0 ? host : host.substring(0, port));
      uri.port(port < 0 ? -1 : Integer.parseInt(host.substring(port + 1)));
    }
    return uri;
  }

  private String first(String header, String pattern) {
    String value = request.getHeader(header);
    String first = value == null ? "" : value.split(",", 2)[0].strip();
    return first.matches(pattern) ? first : null;
  }
}
