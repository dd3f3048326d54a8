package org.rowhouse.tenantplane.comment;

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
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.tenantplane.Idempotent;
import org.rowhouse.tenantplane.issue.Issues;

/** The comments on one issue over HTTP. */
@Path("/issues/{id}/comments")
@ApplicationScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class IssueCommentsResource {

  @Inject private Issues issues;
  @Inject private Comments comments;
  @Inject private CurrentCaller caller;

  @GET
  @Transactional(TxType.SUPPORTS)
  public Response listComments(
      @PathParam("id") UUID issueId, @Valid @BeanParam Paging paging, @Context UriInfo uri) {
    Page<Comment> page = comments.list(issueId, paging);
    if (page.items().isEmpty()) {
      issues.get(issueId);
    }
    return page.map(CommentView::of).answer(uri);
  }

  @POST
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  public Response createComment(
      @PathParam("id") UUID issueId, @NotNull @Valid CommentInput body, @Context UriInfo uri) {
    issues.get(issueId);
    UUID author = caller.get().member().orElse(null);
    Comment comment = comments.add(new Comment(issueId, author, body.body()));
    return Versioned.created(
        uri.getBaseUriBuilder().path("comments").path(comment.id().toString()).build(),
        comment.version(),
        CommentView.of(comment));
  }
}
