package org.rowhouse.bench.plain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.validation.Valid;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.rowhouse.http.Paging;

/** The issues of one project over HTTP. */
@Path("/projects/{id}/issues")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PlainProjectIssuesResource {

  @Inject private PlainIssues issues;

  @GET
  public Response listIssues(
      @PathParam("id") UUID projectId,
      @Valid @BeanParam PlainFilter filter,
      @Valid @BeanParam Paging paging,
      @Context UriInfo uri) {
    return issues.list(projectId, filter, paging).map(PlainIssue::view).answer(uri);
  }
}
