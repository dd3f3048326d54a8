package org.rowhouse.tenantplane.issue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.UUID;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Versioned;
import org.rowhouse.tenancy.cache.Key;
import org.rowhouse.tenancy.cache.TenantCache;
import org.rowhouse.tenantplane.Idempotent;
import org.rowhouse.tenantplane.member.Members;
import org.rowhouse.tenantplane.project.Projects;

/** The issues of one project over HTTP. */
@Path("/projects/{id}/issues")
@ApplicationScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class ProjectIssuesResource {

  @Inject private Projects projects;
  @Inject private Issues issues;
  @Inject private Members members;
  @Inject private TenantCache cache;

  @GET
  @Transactional(TxType.SUPPORTS)
  public Response listIssues(
      @PathParam("id") UUID projectId,
      @Valid @BeanParam IssueFilter filter,
      @Valid @BeanParam Paging paging,
      @Context UriInfo uri) {
    KeptPage page =
        filter.q() == null
            ? cache.get(
                KeptPage.REGION,
                Key.of(projectId),
                filter.key(paging),
                () -> load(projectId, filter, paging))
            : load(projectId, filter, paging); // hardly anybody asks for the same words again
    return page.page().answer(uri);
  }

  private KeptPage load(UUID projectId, IssueFilter filter, Paging paging) {
    Page<Issue> page = issues.list(projectId, filter, paging);
    if (page.items().isEmpty()) {
      projects.get(projectId);
    }
    return KeptPage.of(page);
  }

  @POST
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  public Response createIssue(
      @PathParam("id") UUID projectId, @NotNull @Valid IssueInput body, @Context UriInfo uri) {
    projects.lock(projectId); // before the counter, as who deletes the project does
    members.require(body.assignee(), "assignee");
    Issue issue = issues.add(body.into(new Issue(projectId)));
    return Versioned.created(
        uri.getBaseUriBuilder().path("issues").path(issue.id().toString()).build(),
        issue.version(),
        IssueView.of(issue));
  }
}
