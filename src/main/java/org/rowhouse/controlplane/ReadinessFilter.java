package org.rowhouse.controlplane;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import org.rowhouse.http.Problem;

/**
 * Until this node is ready the control plane answers 503, health aside. While it waits for a home
 * to be mended, operators may see homes and their findings.
 */
@Provider
@PreMatching
@ApplicationScoped
public class ReadinessFilter implements ContainerRequestFilter {

  @Inject Readiness readiness;

  @Override
  public void filter(ContainerRequestContext request) {
    if (readiness.isReady() || request.getUriInfo().getPath().matches("/?health/.*")) {
      return;
    }
    if (!readiness.isHeld()) {
      throw Problem.unavailable("starting", "This node is still starting. Try again.", 2);
    }
    if (!request.getUriInfo().getPath().matches("/?(tokens|homes(/.*)?)")) {
      throw Problem.unavailable(
          "home-open", "This node waits until every home is safe. See its findings.", 5);
    }
  }
}
