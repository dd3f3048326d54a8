package org.rowhouse.tenantplane.comment;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** What a client writes of a comment. */
public record CommentInput(@NotBlank @Size(max = 10_000) String body) {}
