package org.rowhouse.tenantplane.issue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import org.rowhouse.http.MergePatch;
import org.rowhouse.http.Patching;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Versioned;
import org.rowhouse.tenancy.cache.Key;
import org.rowhouse.tenancy.cache.TenantCache;
import org.rowhouse.tenantplane.member.Members;

/** Single issues over HTTP. */
@Path("/issues/{id}")
@ApplicationScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class IssuesResource {

  @Inject private Issues issues;
  @Inject private Members members;
  @Inject private Patching patching;
  @Inject private TenantCache cache;

  @GET
  @Transactional(TxType.SUPPORTS)
  public Response getIssue(@PathParam("id") UUID id, @Context Request request) {
    KeptIssue issue =
        cache
            .find(KeptIssue.REGION, Key.of(id), () -> issues.find(id).map(KeptIssue::of))
            .orElseThrow(Problem::notFound);
    return Versioned.found(request, issue.version(), issue.view());
  }

  @PATCH
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  public Response updateIssue(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") String ifMatch,
      @NotNull MergePatch patch,
      @Context Request request) {
    Issue issue = issues.get(id);
    Versioned.requireMatch(request, ifMatch, issue.version());
    IssueInput change = patching.apply(patch, IssueInput.of(issue));
    members.require(change.assignee(), "assignee");
    change.into(issue).touch();
    issues.flush();
    return Versioned.changed(issue.version(), IssueView.of(issue));
  }

  @DELETE
  public Response deleteIssue(
      @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @Context Request request) {
    Issue issue = issues.get(id);
    Versioned.requireMatch(request, ifMatch, issue.version());
    issues.remove(issue);
    return Response.noContent().build();
  }
}
