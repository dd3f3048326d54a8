package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;

/** No shared cache keeps an answer: what has an ETag may be revalidated, the rest is not stored. */
@Provider
@ApplicationScoped
public class CacheHeaders implements ContainerResponseFilter {

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!response.getHeaders().containsKey(HttpHeaders.CACHE_CONTROL)) {
      boolean revalidate = response.getHeaders().containsKey(HttpHeaders.ETAG);
      response
          .getHeaders()
          .putSingle(HttpHeaders.CACHE_CONTROL, revalidate ? "private, no-cache" : "no-store");
    }
    response.getHeaders().putSingle(HttpHeaders.VARY, "Authorization, Host");
  }
}
