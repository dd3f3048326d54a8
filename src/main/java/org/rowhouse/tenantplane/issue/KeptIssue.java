package org.rowhouse.tenantplane.issue;

import org.rowhouse.tenancy.cache.Region;

/** An issue as it is kept for reading, by its id. */
record KeptIssue(long version, IssueView view) {

  static final Region<KeptIssue> REGION = Region.of("issue", KeptIssue.class);

  static KeptIssue of(Issue issue) {
    return new KeptIssue(issue.version(), IssueView.of(issue));
  }
}
