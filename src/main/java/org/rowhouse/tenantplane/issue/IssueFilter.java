package org.rowhouse.tenantplane.issue;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.QueryParam;
import java.util.UUID;
import org.rowhouse.http.Paging;
import org.rowhouse.tenancy.cache.Key;

/** The filters and orders of the list of issues; use as {@code @Valid @BeanParam}. */
public class IssueFilter {

  @QueryParam("status")
  private Issue.Status status;

  @QueryParam("assignee")
  private UUID assignee;

  @QueryParam("label")
  @Size(min = 1, max = 40)
  private String label;

  /** Words in title or description. */
  @QueryParam("q")
  @Size(min = 1, max = 200)
  private String q;

  @QueryParam("sort")
  @DefaultValue("-createdAt")
  @Pattern(regexp = "-?createdAt|number", message = "must be createdAt, -createdAt or number")
  private String sort;

  /** Which page of the list this is. */
  Key key(Paging paging) {
    return Key.of(status, assignee, label, q, sort, paging.limit(), paging.cursor());
  }

  Issue.Status status() {
    return status;
  }

  UUID assignee() {
    return assignee;
  }

  String label() {
    return label;
  }

  String q() {
    return q;
  }

  String sort() {
    return sort;
  }
}
