package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.regex.Pattern;

/** Refuses a query whose percent-encoding is broken; servers would guess what was meant. */
@Provider
@PreMatching
@ApplicationScoped
public class WellFormedQuery implements ContainerRequestFilter {

  private static final Pattern BROKEN = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  @Inject private HttpServletRequest request;

  @Override
  public void filter(ContainerRequestContext context) {
    String query = request.getQueryString();
    if (query != null && query.indexOf('%') >= 0 && BROKEN.matcher(query).find()) {
      throw Problem.invalid("query", "has a % without two hexadecimal digits");
    }
  }
}
