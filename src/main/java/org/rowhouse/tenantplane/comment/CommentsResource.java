package org.rowhouse.tenantplane.comment;

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
import java.util.Optional;
import java.util.UUID;
import org.rowhouse.http.MergePatch;
import org.rowhouse.http.Patching;
import org.rowhouse.http.Versioned;
import org.rowhouse.security.CurrentCaller;
import org.rowhouse.security.Forbidden;

/** Single comments over HTTP. */
@Path("/comments/{id}")
@ApplicationScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class CommentsResource {

  @Inject private Comments comments;
  @Inject private CurrentCaller caller;
  @Inject private Patching patching;

  @GET
  @Transactional(TxType.SUPPORTS)
  public Response getComment(@PathParam("id") UUID id, @Context Request request) {
    Comment comment = comments.get(id);
    return Versioned.found(request, comment.version(), CommentView.of(comment));
  }

  @PATCH
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  public Response updateComment(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") String ifMatch,
      @NotNull MergePatch patch,
      @Context Request request) {
    Comment comment = comments.get(id);
    if (!isMine(comment)) {
      throw new Forbidden();
    }
    Versioned.requireMatch(request, ifMatch, comment.version());
    comment.change(patching.apply(patch, new CommentInput(comment.body())).body());
    comments.flush();
    return Versioned.changed(comment.version(), CommentView.of(comment));
  }

  @DELETE
  public Response deleteComment(
      @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @Context Request request) {
    Comment comment = comments.get(id);
    if (!isMine(comment) && !caller.get().is("admin")) {
      throw new Forbidden();
    }
    Versioned.requireMatch(request, ifMatch, comment.version());
    comments.remove(comment);
    return Response.noContent().build();
  }

  private boolean isMine(Comment comment) {
    return comment.author() != null && Optional.of(comment.author()).equals(caller.get().member());
  }
}
