package org.rowhouse.tenantplane.project;

/** Projects for tests outside this package. */
public final class ProjectFixture {

  private ProjectFixture() {}

  public static void rename(Project project, String name) {
    project.change(project.key(), name, project.description());
  }

  public static String name(Project project) {
    return project.name();
  }
}
