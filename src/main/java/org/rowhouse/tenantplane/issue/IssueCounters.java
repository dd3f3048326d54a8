package org.rowhouse.tenantplane.issue;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.rowhouse.tenancy.isolation.TenantRepository;
import org.rowhouse.tenantplane.project.Projects;

/** Hands out issue numbers. */
@ApplicationScoped
class IssueCounters extends TenantRepository<IssueCounter> {

  @Inject private Projects projects;

  IssueCounters() {
    super(IssueCounter.class);
  }

  /** The project's next number; others that want one wait until this transaction is over. */
  int next(UUID projectId) {
    projects.lock(projectId);
    return find(projectId).orElseGet(() -> add(new IssueCounter(projectId))).next();
  }
}
