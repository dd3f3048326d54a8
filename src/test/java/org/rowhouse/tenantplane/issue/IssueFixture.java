package org.rowhouse.tenantplane.issue;

import java.util.List;
import java.util.UUID;

/** Issues for tests outside this package. */
public final class IssueFixture {

  private IssueFixture() {}

  public static Issue of(UUID project, UUID assignee) {
    return assigned(new Issue(project), assignee);
  }

  public static Issue assigned(Issue issue, UUID assignee) {
    return issue.with(
        "title", null, Issue.Status.OPEN, Issue.Priority.LOW, assignee, List.of("a", "b"));
  }

  public static UUID assignee(Issue issue) {
    return issue.assignee();
  }
}
