package org.rowhouse.tenantplane.project;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.rowhouse.http.Page;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Problem;
import org.rowhouse.tenancy.isolation.Sort;
import org.rowhouse.tenancy.isolation.TenantRepository;

/** The projects of the current tenant. */
@ApplicationScoped
public class Projects extends TenantRepository<Project> {

  private static final Sort<Project> OLDEST_FIRST =
      new Sort<>("createdAt", false, p -> p.createdAt().toString(), Instant::parse);

  Projects() {
    super(Project.class);
  }

  Page<Project> list(Paging paging) {
    return query().page(OLDEST_FIRST, paging);
  }

  public boolean isEmpty() {
    return query().first().isEmpty();
  }

  void requireFree(String key) {
    if (where("x.key = ?", key).first().isPresent()) {
      throw Problem.conflict("key-taken", "A project with this key exists.");
    }
  }
}
