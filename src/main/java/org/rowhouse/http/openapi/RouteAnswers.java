package org.rowhouse.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.AnnotatedElement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.rowhouse.http.openapi.Schemas.Direction;

/** The answers of one resource method: its views and the problems it may raise. */
final class RouteAnswers {

  private static final Map<Integer, String> MEANING =
      Map.of(200, "Done.", 201, "Created.", 202, "Under way.", 204, "Done; there is no body.");

  private final Route route;
  private final RouteParameters parameters;
  private final Schemas schemas;

  RouteAnswers(Route route, RouteParameters parameters, Schemas schemas) {
    this.route = route;
    this.parameters = parameters;
    this.schemas = schemas;
  }

  ObjectNode all() {
    ObjectNode all = Schemas.object();
    List<Answers> told = told();
    if (told.isEmpty()) {
      all.set(Integer.toString(usual()), answer(usual(), view()));
    }
    for (Answers one : told) {
      int status = one.status() == 0 ? usual() : one.status();
      all.set(Integer.toString(status), answer(status, status == 204 ? Void.class : one.value()));
    }
    for (int status : failures()) {
      all.putObject(Integer.toString(status)).put("$ref", "#/components/responses/" + status);
    }
    return all;
  }

  private List<Answers> told() {
    List<Answers> own = List.of(route.method().getAnnotationsByType(Answers.class));
    return own.isEmpty() ? List.of(route.resource().getAnnotationsByType(Answers.class)) : own;
  }

  private int usual() {
    boolean response = route.method().getReturnType() == Response.class;
    return switch (route.verb()) {
      case "delete" -> 204;
      case "post" -> response ? 201 : 200;
      default -> route.method().getReturnType() == void.class ? 204 : 200;
    };
  }

  /** What the method returns, or what its name is about. */
  private Class<?> view() {
    Class<?> returned = route.method().getReturnType();
    if (usual() == 204) {
      return Void.class;
    }
    if (returned != Response.class) {
      return returned;
    }
    return Convention.view(route).orElse(Void.class);
  }

  private ObjectNode answer(int status, Class<?> view) {
    ObjectNode answer = Schemas.object().put("description", MEANING.getOrDefault(status, "Done."));
    ObjectNode headers = Schemas.object();
    for (String name : headers(status)) {
      headers.putObject(name).put("$ref", "#/components/headers/" + name);
    }
    if (!headers.isEmpty()) {
      answer.set("headers", headers);
    }
    if (view != Void.class) {
      answer.putObject("content").putObject(mediaType()).set("schema", schema(view));
    }
    return answer;
  }

  private Set<String> headers(int status) {
    if (status == 202) {
      return new TreeSet<>(Set.of("Location", "Retry-After"));
    }
    if (status == 201) {
      return new TreeSet<>(Set.of("ETag", "Location"));
    }
    if (status == 200 && parameters.isPaged()) {
      return Set.of("Link");
    }
    return status == 200 && parameters.isVersioned() ? Set.of("ETag") : Set.of();
  }

  private ObjectNode schema(Class<?> view) {
    ObjectNode schema = schemas.of(view, Direction.VIEW);
    if (!parameters.isPaged()) {
      return schema;
    }
    ObjectNode page = Schemas.object().put("type", "object");
    page.putArray("required").add("items");
    page.putObject("properties").putObject("items").put("type", "array").set("items", schema);
    return page;
  }

  private String mediaType() {
    return Stream.<AnnotatedElement>of(route.method(), route.resource())
        .map(e -> e.getAnnotation(Produces.class))
        .filter(produces -> produces != null)
        .map(produces -> produces.value()[0])
        .findFirst()
        .orElse(MediaType.APPLICATION_JSON);
  }

  private Set<Integer> failures() {
    Set<Integer> failures = new TreeSet<>(Set.of(401, 403, 429, 503));
    boolean get = route.verb().equals("get");
    if (!parameters.all().isEmpty() || parameters.body().isPresent()) {
      failures.add(400);
    }
    if (get && parameters.isVersioned()) {
      failures.add(304);
    }
    if (parameters.hasPathParameter()) {
      failures.add(404);
    }
    if (!get) {
      failures.add(409);
    }
    if (parameters.body().isPresent()) {
      failures.addAll(Set.of(413, 415));
    }
    if (parameters.takesHeader("If-Match")) {
      failures.addAll(Set.of(412, 428));
    }
    if (parameters.takesHeader("Idempotency-Key")) {
      failures.add(422);
    }
    return failures;
  }
}
