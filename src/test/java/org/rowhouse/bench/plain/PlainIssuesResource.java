package org.rowhouse.bench.plain;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.rowhouse.http.Versioned;

/** Single issues over HTTP. */
@Path("/issues/{id}")
@ApplicationScoped
@Produces(MediaType.APPLICATION_JSON)
public class PlainIssuesResource {

  @Inject private PlainIssues issues;

  @GET
  public Response getIssue(@PathParam("id") UUID id, @Context Request request) {
    PlainIssue issue = issues.get(id);
    return Versioned.found(request, issue.version(), issue.view());
  }
}
