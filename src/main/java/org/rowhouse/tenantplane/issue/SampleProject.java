package org.rowhouse.tenantplane.issue;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.UUID;
import org.rowhouse.tenancy.TenantCreated;
import org.rowhouse.tenantplane.project.Project;
import org.rowhouse.tenantplane.project.Projects;

/** Lays a first project with a few issues into a new tenant that asked for sample data. */
@ApplicationScoped
public class SampleProject {

  @Inject private Projects projects;
  @Inject private Issues issues;

  @Transactional
  public void create(
      @Observes @Priority(Interceptor.Priority.APPLICATION + 100) TenantCreated created) {
    if (!created.seed() || !projects.isEmpty()) {
      return;
    }
    UUID project =
        projects.add(new Project("START", "Getting started", "A first look around.")).id();
    add(project, "Invite your colleagues", Issue.Status.OPEN, Issue.Priority.HIGH);
    add(project, "Create your first project", Issue.Status.IN_PROGRESS, Issue.Priority.MEDIUM);
    add(project, "Sign up", Issue.Status.DONE, Issue.Priority.LOW);
  }

  private void add(UUID project, String title, Issue.Status status, Issue.Priority priority) {
    issues.add(new Issue(project).with(title, null, status, priority, null, List.of("welcome")));
  }
}
