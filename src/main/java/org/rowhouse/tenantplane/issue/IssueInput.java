package org.rowhouse.tenantplane.issue;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;

/** What a client writes of an issue, in a POST whole and in a PATCH in part. */
public record IssueInput(
    @NotBlank @Size(max = 200) String title,
    @Size(max = 20_000) String description,
    Issue.Status status,
    Issue.Priority priority,
    UUID assignee,
    @Size(max = 20)
        List<
                @NotNull
                @Pattern(
                    regexp = "[\\p{L}\\p{N}][\\p{L}\\p{N} _.:/-]{0,39}",
                    message = "must be a word of at most 40 letters, digits, spaces and _.:/-")
                String>
            labels) {

  public IssueInput {
    status = status == null ? Issue.Status.OPEN : status;
    priority = priority == null ? Issue.Priority.MEDIUM : priority;
    labels = labels == null ? List.of() : labels;
  }

  static IssueInput of(Issue issue) {
    return new IssueInput(
        issue.title(),
        issue.description(),
        issue.status(),
        issue.priority(),
        issue.assignee(),
        issue.labels());
  }

  Issue into(Issue issue) {
    return issue.with(title, description, status, priority, assignee, labels);
  }
}
