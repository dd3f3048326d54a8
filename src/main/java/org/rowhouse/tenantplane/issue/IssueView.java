package org.rowhouse.tenantplane.issue;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.rowhouse.http.openapi.MayBeNull;

/** An issue as clients see it. */
public record IssueView(
    UUID id,
    UUID projectId,
    int number,
    String title,
    @MayBeNull String description,
    Issue.Status status,
    Issue.Priority priority,
    @MayBeNull UUID assignee,
    List<String> labels,
    Instant createdAt,
    Instant updatedAt) {

  static IssueView of(Issue issue) {
    return new IssueView(
        issue.id(),
        issue.projectId(),
        issue.number(),
        issue.title(),
        issue.description(),
        issue.status(),
        issue.priority(),
        issue.assignee(),
        issue.labels(),
        issue.createdAt(),
        issue.updatedAt());
  }
}
