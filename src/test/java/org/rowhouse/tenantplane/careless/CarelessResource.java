package org.rowhouse.tenantplane.careless;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.PersistenceException;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.sql.SQLException;
import org.rowhouse.tenantplane.project.Project;

/** Makes a project, fails after or before that, says nothing and answers 201. */
@Path("/careless/{how}/{key}")
@ApplicationScoped
@Transactional
public class CarelessResource {

  @Inject private CarelessProjects projects;

  @POST
  public Response create(@PathParam("how") String how, @PathParam("key") String key) {
    if (!how.equals("write-after")) {
      projects.add(new Project(key, "careless", null));
    }
    try {
      fail(how, key);
    } catch (SQLException | PersistenceException swallowed) {
      // that is the fault
    }
    if (how.equals("write-after")) {
      projects.add(new Project(key, "careless", null));
    }
    return Response.status(201).build();
  }

  private void fail(String how, String key) throws SQLException {
    switch (how) {
      case "row" -> projects.add(new Project(key, "twice", null));
      case "late-row" -> projects.addLater(new Project(key, "twice", null));
      case "query" -> projects.divideByZero();
      case "statement", "write-after" -> projects.execute("select 1 / 0");
      case "cut" -> projects.execute("select pg_terminate_backend(pg_backend_pid())");
      case "rolled-back" -> projects.execute("rollback");
      default -> throw new IllegalArgumentException(how);
    }
  }
}
