package org.rowhouse.tenantplane.project;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.util.UUID;
import org.rowhouse.http.MergePatch;
import org.rowhouse.http.Paging;
import org.rowhouse.http.Patching;
import org.rowhouse.http.Problem;
import org.rowhouse.http.Versioned;
import org.rowhouse.http.openapi.MayBeNull;
import org.rowhouse.tenancy.cache.Key;
import org.rowhouse.tenancy.cache.Region;
import org.rowhouse.tenancy.cache.TenantCache;
import org.rowhouse.tenantplane.Idempotent;

/** Projects over HTTP. */
@Path("/projects")
@ApplicationScoped
@Transactional
@Produces(MediaType.APPLICATION_JSON)
public class ProjectsResource {

  /** What a client writes, in a POST whole and in a PATCH in part. */
  public record ProjectInput(
      @NotNull @Pattern(regexp = "[A-Z][A-Z0-9]{1,9}") String key,
      @NotBlank @Size(max = 100) String name,
      @Size(max = 10_000) String description) {}

  public record ProjectView(
      UUID id,
      String key,
      String name,
      @MayBeNull String description,
      Instant createdAt,
      Instant updatedAt) {
    static ProjectView of(Project project) {
      return new ProjectView(
          project.id(),
          project.key(),
          project.name(),
          project.description(),
          project.createdAt(),
          project.updatedAt());
    }
  }

  /** As it is kept for reading, by its id. */
  record KeptProject(long version, ProjectView view) {

    static final Region<KeptProject> REGION = Region.of("project", KeptProject.class);

    static KeptProject of(Project project) {
      return new KeptProject(project.version(), ProjectView.of(project));
    }
  }

  @Inject private Projects projects;
  @Inject private Patching patching;
  @Inject private TenantCache cache;

  @GET
  @Transactional(TxType.SUPPORTS)
  public Response listProjects(@Valid @BeanParam Paging paging, @Context UriInfo uri) {
    return projects.list(paging).map(ProjectView::of).answer(uri);
  }

  @POST
  @Idempotent
  @Consumes(MediaType.APPLICATION_JSON)
  public Response createProject(@NotNull @Valid ProjectInput body, @Context UriInfo uri) {
    projects.requireFree(body.key());
    Project project = projects.add(new Project(body.key(), body.name(), body.description()));
    return Versioned.created(
        uri.getAbsolutePathBuilder().path(project.id().toString()).build(),
        project.version(),
        ProjectView.of(project));
  }

  @GET
  @Transactional(TxType.SUPPORTS)
  @Path("/{id}")
  public Response getProject(@PathParam("id") UUID id, @Context Request request) {
    KeptProject project =
        cache
            .find(KeptProject.REGION, Key.of(id), () -> projects.find(id).map(KeptProject::of))
            .orElseThrow(Problem::notFound);
    return Versioned.found(request, project.version(), project.view());
  }

  @PATCH
  @Path("/{id}")
  @Consumes({MergePatch.MEDIA_TYPE, MediaType.APPLICATION_JSON})
  public Response updateProject(
      @PathParam("id") UUID id,
      @HeaderParam("If-Match") String ifMatch,
      @NotNull MergePatch patch,
      @Context Request request) {
    Project project = projects.get(id);
    Versioned.requireMatch(request, ifMatch, project.version());
    ProjectInput change =
        patching.apply(
            patch, new ProjectInput(project.key(), project.name(), project.description()));
    if (!change.key().equals(project.key())) {
      projects.requireFree(change.key());
    }
    project.change(change.key(), change.name(), change.description());
    projects.flush();
    return Versioned.changed(project.version(), ProjectView.of(project));
  }

  @DELETE
  @Path("/{id}")
  public Response deleteProject(
      @PathParam("id") UUID id, @HeaderParam("If-Match") String ifMatch, @Context Request request) {
    Project project = projects.get(id);
    Versioned.requireMatch(request, ifMatch, project.version());
    projects.remove(project);
    return Response.noContent().build();
  }
}
