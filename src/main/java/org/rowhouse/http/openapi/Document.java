package org.rowhouse.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.rowhouse.http.Json;
import org.rowhouse.http.MergePatch;
import org.rowhouse.http.openapi.Schemas.Direction;

/** Builds the document from routes. */
final class Document {

  private static final String BASE = "/openapi/base.json";

  private final ObjectNode root = base();
  private final ObjectNode components = (ObjectNode) root.get("components");
  private final Schemas schemas = new Schemas((ObjectNode) components.get("schemas"));

  private Document() {}

  static ObjectNode of(List<Route> routes) {
    Document document = new Document();
    routes.stream()
        .sorted(Comparator.comparing(Route::path).thenComparing(Route::verb))
        .forEach(document::add);
    return document.root;
  }

  private static ObjectNode base() {
    try (InputStream in = Document.class.getResourceAsStream(BASE)) {
      return (ObjectNode) Json.MAPPER.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(Route route) {
    RouteParameters parameters =
        new RouteParameters((ObjectNode) components.get("parameters"), schemas, route.method());
    ObjectNode operation = root.withObject("/paths").withObjectProperty(route.path());
    operation = operation.putObject(route.verb());
    String id = route.method().getName();
    operation.put("operationId", id).put("summary", words(id)).put("description", callers(route));
    operation.putArray("tags").add(route.tag());
    if (rule(route) instanceof PermitAll) {
      operation.putArray("security");
    }
    if (!parameters.all().isEmpty()) {
      operation.set("parameters", parameters.all());
    }
    if (parameters.body().isPresent()) {
      operation.set("requestBody", body(route, parameters.body().get()));
    }
    operation.set("responses", new RouteAnswers(route, parameters, schemas).all());
  }

  private ObjectNode body(Route route, Parameter parameter) {
    ObjectNode body = Schemas.object().put("required", true);
    ObjectNode schema =
        parameter.getType() == MergePatch.class
            ? patch(route)
            : schemas.of(parameter.getType(), Direction.BODY);
    Consumes consumes = route.method().getAnnotation(Consumes.class);
    ObjectNode content = body.putObject("content");
    for (String type : consumes == null ? new String[] {"application/json"} : consumes.value()) {
      content.putObject(type).set("schema", schema.deepCopy());
    }
    return body;
  }

  private ObjectNode patch(Route route) {
    return Convention.change(route)
        .map(change -> schemas.of(change, Direction.PATCH))
        .orElseGet(() -> Schemas.object().put("type", "object"));
  }

  private static String words(String camelCase) {
    String words = camelCase.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String callers(Route route) {
    Annotation rule = rule(route);
    if (rule instanceof PermitAll) {
      return "For everybody.";
    }
    if (rule instanceof RolesAllowed roles) {
      return "Needs the role " + String.join(" or ", roles.value()) + ".";
    }
    return rule instanceof DenyAll ? "For nobody." : "For every caller with a token.";
  }

  /** The method's own annotation counts before that of its class. */
  private static Annotation rule(Route route) {
    return Stream.of(route.method(), route.resource())
        .flatMap(e -> Arrays.stream(e.getAnnotations()))
        .filter(a -> a instanceof PermitAll || a instanceof RolesAllowed || a instanceof DenyAll)
        .findFirst()
        .orElse(null);
  }
}
