package org.rowhouse.tenantplane.comment;

import java.time.Instant;
import java.util.UUID;
import org.rowhouse.http.openapi.MayBeNull;

/**
 * A comment as clients see it.
 *
 * @param author the member; null when the author is a member no longer, or never was one
 */
public record CommentView(
    UUID id,
    UUID issueId,
    @MayBeNull UUID author,
    String body,
    Instant createdAt,
    Instant updatedAt) {

  static CommentView of(Comment comment) {
    return new CommentView(
        comment.id(),
        comment.issueId(),
        comment.author(),
        comment.body(),
        comment.createdAt(),
        comment.updatedAt());
  }
}
