package org.rowhouse.tenantplane.issue;

import java.util.List;
import java.util.Optional;
import org.rowhouse.http.Page;
import org.rowhouse.tenancy.cache.Region;

/**
 * One page of the issues of a project, kept by the project's id.
 *
 * @param next the cursor of the next page, null on the last
 */
record KeptPage(List<IssueView> items, String next) {

  static final Region<KeptPage> REGION = Region.of("issue-page", KeptPage.class).atMost(256 * 1024);

  static KeptPage of(Page<Issue> page) {
    return new KeptPage(page.map(IssueView::of).items(), page.next().orElse(null));
  }

  Page<IssueView> page() {
    return new Page<>(items, Optional.ofNullable(next));
  }
}
