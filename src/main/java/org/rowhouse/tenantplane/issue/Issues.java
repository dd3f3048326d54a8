package org.rowhouse.tenantplane.issue;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.tenancy.isolation.Sort;
import org.rowhouse.tenancy.isolation.TenantQuery;
import org.rowhouse.tenancy.isolation.TenantRepository;

/** The issues of the current tenant. */
@ApplicationScoped
public class Issues extends TenantRepository<Issue> {

  private static final Map<String, Sort<Issue>> SORTS =
      Map.of(
          "createdAt", byAge(false),
          "-createdAt", byAge(true),
          "number",
              new Sort<>("number", false, i -> Integer.toString(i.number()), Integer::valueOf));

  Issues() {
    super(Issue.class);
  }

  Page<Issue> list(UUID projectId, IssueFilter filter, Paging paging) {
    return where("x.projectId = ?", projectId)
        .and("x.status = ?", filter.status())
        .and("x.assignee = ?", filter.assignee())
        .and("x.labelWords like ? escape '!'", words(filter.label()))
        .andContains(filter.q(), "title", "description")
        .page(SORTS.get(filter.sort()), paging);
  }

  private static String words(String label) {
    return label == null ? null : "%," + TenantQuery.escaped(label) + ",%";
  }

  private static Sort<Issue> byAge(boolean newestFirst) {
    return new Sort<>("createdAt", newestFirst, i -> i.createdAt().toString(), Instant::parse);
  }
}
