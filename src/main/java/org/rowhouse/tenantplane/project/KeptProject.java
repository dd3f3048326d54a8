package org.rowhouse.tenantplane.project;

import org.rowhouse.tenancy.cache.Region;
import org.rowhouse.tenantplane.project.ProjectsResource.ProjectView;

/** A project as it is kept for reading, by its id. */
record KeptProject(long version, ProjectView view) {

  static final Region<KeptProject> REGION = Region.of("project", KeptProject.class);

  static KeptProject of(Project project) {
    return new KeptProject(project.version(), ProjectView.of(project));
  }
}
