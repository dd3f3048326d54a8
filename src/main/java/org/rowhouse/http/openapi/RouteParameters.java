package org.rowhouse.http.openapi;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Request;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Optional;
import java.util.stream.Stream;
import org.rowhouse.http.Paging;
import org.rowhouse.http.openapi.Schemas.Direction;

/** The parameters of one resource method. */
final class RouteParameters {

  private final ObjectNode shared;
  private final Schemas schemas;
  private final Method method;
  private final ArrayNode all = JsonNodeFactory.instance.arrayNode();
  private Parameter body;

  /**
   * @param shared the document's own parameters, by name
   */
  RouteParameters(ObjectNode shared, Schemas schemas, Method method) {
    this.shared = shared;
    this.schemas = schemas;
    this.method = method;
    for (Parameter parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(BeanParam.class)) {
        for (Field field : parameter.getType().getDeclaredFields()) {
          add(field, field.getAnnotatedType());
        }
      } else if (!parameter.isAnnotationPresent(Context.class)
          && !add(parameter, parameter.getAnnotatedType())) {
        body = parameter;
      }
    }
    for (Annotation annotation : method.getAnnotations()) {
      TakesHeader takes = annotation.annotationType().getAnnotation(TakesHeader.class);
      if (takes != null) {
        header(takes.value());
      }
    }
    if (method.isAnnotationPresent(jakarta.ws.rs.GET.class) && isVersioned()) {
      header("If-None-Match");
    }
  }

  ArrayNode all() {
    return all;
  }

  /** The parameter that is read from the request's body. */
  Optional<Parameter> body() {
    return Optional.ofNullable(body);
  }

  boolean takesHeader(String name) {
    return Stream.of(method.getParameters())
            .map(p -> p.getAnnotation(HeaderParam.class))
            .anyMatch(h -> h != null && h.value().equals(name))
        || Stream.of(method.getAnnotations())
            .map(a -> a.annotationType().getAnnotation(TakesHeader.class))
            .anyMatch(h -> h != null && h.value().equals(name));
  }

  boolean isPaged() {
    return takes(Paging.class);
  }

  /** Whether preconditions are evaluated, so that the answer has an ETag. */
  boolean isVersioned() {
    return takes(Request.class);
  }

  boolean hasPathParameter() {
    return Stream.of(method.getParameters()).anyMatch(p -> p.isAnnotationPresent(PathParam.class));
  }

  private boolean takes(Class<?> type) {
    return Stream.of(method.getParameterTypes()).anyMatch(type::equals);
  }

  private void header(String name) {
    all.addObject().put("$ref", "#/components/parameters/" + name);
  }

  private boolean add(AnnotatedElement element, AnnotatedType type) {
    PathParam path = element.getAnnotation(PathParam.class);
    QueryParam query = element.getAnnotation(QueryParam.class);
    HeaderParam header = element.getAnnotation(HeaderParam.class);
    if (header != null && shared.has(header.value())) {
      if (element.isAnnotationPresent(MayBeNull.class)) {
        ObjectNode optional = shared.get(header.value()).deepCopy();
        optional.remove("required");
        all.add(optional);
      } else {
        header(header.value());
      }
    } else if (path != null) {
      parameter(path.value(), "path", element, type).put("required", true);
    } else if (query != null) {
      parameter(query.value(), "query", element, type);
    } else if (header != null) {
      parameter(header.value(), "header", element, type);
    }
    return path != null || query != null || header != null;
  }

  private ObjectNode parameter(
      String name, String in, AnnotatedElement element, AnnotatedType type) {
    ObjectNode schema = schemas.of(element, type, Direction.BODY);
    DefaultValue fallback = element.getAnnotation(DefaultValue.class);
    if (fallback != null && "integer".equals(schema.path("type").asText())) {
      schema.put("default", Long.parseLong(fallback.value()));
    } else if (fallback != null) {
      schema.put("default", fallback.value());
    }
    ObjectNode parameter = all.addObject().put("name", name).put("in", in);
    parameter.set("schema", schema);
    return parameter;
  }
}
