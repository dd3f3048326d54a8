package org.rowhouse.controlplane.provisioning;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import org.rowhouse.controlplane.catalog.IdPage;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Paging;
import org.rowhouse.http.openapi.Answers;

/** The PostgreSQL servers of the fleet, for operators. */
@Path("servers")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class ServersResource {

  private static final String SCOPE = "control/servers";

  @Inject Servers servers;
  @Inject Cursors cursors;

  @GET
  @Answers(Server.class)
  public Response listServers(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    IdPage page = new IdPage(cursors, SCOPE, paging);
    return page.of(servers.page(page.after(), page.fetch()), Server::id).answer(uri);
  }
}
