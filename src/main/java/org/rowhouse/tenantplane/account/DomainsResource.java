package org.rowhouse.tenantplane.account;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Versioned;
import org.rowhouse.http.openapi.Answers;
import org.rowhouse.tenancy.account.Domain;
import org.rowhouse.tenancy.account.Domains;

/** The domains of this tenant. */
@Path("/domains")
@ApplicationScoped
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public class DomainsResource {

  /** A domain to be claimed, without scheme, port or path. */
  public record DomainInput(@NotBlank @Size(max = 300) String name) {}

  @Inject private Domains domains;

  @GET
  @Answers(Domain.class)
  public Response listDomains(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    return domains.list(paging).answer(uri);
  }

  /** Answers with the DNS record that proves it; claiming again answers the same. */
  @POST
  @Answers(value = Domain.class, status = 201)
  @Consumes(MediaType.APPLICATION_JSON)
  public Response claimDomain(@NotNull @Valid DomainInput body, @Context UriInfo uri) {
    Domain claimed = domains.claim(body.name());
    return Versioned.created(
        uri.getAbsolutePathBuilder().path(claimed.id().toString()).build(),
        claimed.version(),
        claimed);
  }

  @GET
  @Path("/{id}")
  @Answers(Domain.class)
  public Response getDomain(@PathParam("id") UUID id, @Context Request request) {
    Domain domain = domains.get(id);
    return Versioned.found(request, domain.version(), domain);
  }

  /** Looks for the record in the DNS; the tenant is served at the domain when this has answered. */
  @PUT
  @Path("/{id}/proof")
  @Answers(Domain.class)
  public Response proveDomain(@PathParam("id") UUID id) {
    Domain proven = domains.prove(id);
    return Versioned.changed(proven.version(), proven);
  }

  /** The domain is served nowhere after 5 s. */
  @DELETE
  @Path("/{id}")
  public Response removeDomain(
      @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @Context Request request) {
    domains.remove(id, now -> Versioned.requireMatch(request, ifMatch, now.version()));
    return Response.noContent().build();
  }
}
