package org.rowhouse.tenantplane.careless;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.rowhouse.tenancy.isolation.TenantRepository;
import org.rowhouse.tenantplane.project.Project;

/** Lets its user fail in every way. */
@ApplicationScoped
public class CarelessProjects extends TenantRepository<Project> {

  public CarelessProjects() {
    super(Project.class);
  }

  /** A row that is written at the commit, if then. */
  public void addLater(Project project) {
    entities().persist(project);
  }

  /** A statement on the connection itself, of which JPA knows nothing. */
  public void execute(String sql) throws SQLException {
    Connection connection = entities().unwrap(Connection.class);
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A query that PostgreSQL cannot finish. */
  public void divideByZero() {
    entities()
        .createQuery(
            "select p.name from Project p where 1 / (p.version - p.version) = 1", String.class)
        .getResultList();
  }
}
