package org.rowhouse.controlplane.provisioning;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.rowhouse.controlplane.catalog.IdPage;
import org.rowhouse.controlplane.server.Server;
import org.rowhouse.controlplane.server.Servers;
import org.rowhouse.controlplane.server.Servers.NewServer;
import org.rowhouse.http.Cursors;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.http.openapi.MayBeNull;
import org.rowhouse.tenancy.isolation.HomeDatabases.Login;

/** The PostgreSQL servers of the fleet, for operators. */
@Path("servers")
@ApplicationScoped
@RolesAllowed("operator")
@Produces(MediaType.APPLICATION_JSON)
public class ServersResource {

  private static final String SCOPE = "control/servers";

  @Inject Servers servers;
  @Inject FurtherServers further;
  @Inject Cursors cursors;

  /**
   * A further server.
   *
   * @param url of the database where SHARED and SCHEMA homes are to lie, without credentials
   * @param user who owns that database and has CREATEROLE and CREATEDB
   * @param capacity how many homes it may have
   */
  public record ServerInput(
      @NotNull @Pattern(regexp = "[a-z0-9](-?[a-z0-9]){0,39}") String name,
      @NotBlank @Size(max = 500) String url,
      @NotBlank @Size(max = 63) String user,
      @NotBlank @Size(max = 500) String password,
      @NotNull @Min(1) @Max(1_000_000) Integer capacity) {
    @Override
    public String toString() {
      return "ServerInput[" + name + "]";
    }
  }

  /**
   * A server as operators see it: never whose, nor with what password.
   *
   * @param url null for the server of the settings
   * @param capacity null for no bound
   */
  public record ServerView(
      UUID id,
      String name,
      @MayBeNull String url,
      long homes,
      @MayBeNull Integer capacity,
      Server.State state,
      @MayBeNull String error,
      Instant createdAt) {
    static ServerView of(Server server) {
      return new ServerView(
          server.id(),
          server.name(),
          server.url(),
          server.homes(),
          server.capacity(),
          server.state(),
          server.error(),
          server.createdAt());
    }
  }

  @GET
  public Response listServers(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    IdPage page = new IdPage(cursors, SCOPE, paging);
    return page.of(servers.page(page.after(), page.fetch()), Server::id)
        .map(ServerView::of)
        .answer(uri);
  }

  @GET
  @Path("{id}")
  public Response getServer(@PathParam("id") UUID id) {
    return Response.ok(ServerView.of(servers.byId(id).orElseThrow(Problem::notFound))).build();
  }

  /** The owner's password after the server's administrator has changed it. */
  public record ServerPasswordInput(@NotBlank @Size(max = 500) String password) {
    @Override
    public String toString() {
      return "ServerPasswordInput[]";
    }
  }

  /** Nodes that open a connection as the owner use it within seconds. */
  @PUT
  @Path("{id}/password")
  @Answers(value = Void.class, status = 204)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response changeServerPassword(
      @PathParam("id") UUID id, @NotNull @Valid ServerPasswordInput body) {
    further.changePassword(id, body.password());
    return Response.noContent().build();
  }

  /** Prepares the server; homes can be placed there when this has answered. */
  @POST
  @Answers(value = ServerView.class, status = 201)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response addServer(@NotNull @Valid ServerInput body, @Context UriInfo uri) {
    Server added =
        further.add(
            new NewServer(
                body.name(), new Login(body.url(), body.user(), body.password()), body.capacity()));
    return Response.created(uri.getBaseUriBuilder().path("servers/{id}").build(added.id()))
        .entity(ServerView.of(added))
        .build();
  }
}
