package org.rowhouse.tenantplane.comment;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.UUID;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.tenancy.isolation.Sort;
import org.rowhouse.tenancy.isolation.TenantRepository;

/** The comments of the current tenant. */
@ApplicationScoped
public class Comments extends TenantRepository<Comment> {

  private static final Sort<Comment> OLDEST_FIRST =
      new Sort<>("createdAt", false, c -> c.createdAt().toString(), Instant::parse);

  Comments() {
    super(Comment.class);
  }

  Page<Comment> list(UUID issueId, Paging paging) {
    return where("x.issueId = ?", issueId).page(OLDEST_FIRST, paging);
  }
}
