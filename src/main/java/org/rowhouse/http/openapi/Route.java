package org.rowhouse.http.openapi;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** One route: what JAX-RS serves by one resource method. */
record Route(String path, String verb, Class<?> resource, Method method) {

  /** The routes of one JAX-RS application. */
  static List<Route> of(Class<?> application, Collection<Class<?>> classes) {
    String prefix = application.getAnnotation(ApplicationPath.class).value();
    return classes.stream()
        .filter(c -> c.isAnnotationPresent(Path.class))
        .flatMap(c -> Arrays.stream(c.getDeclaredMethods()).flatMap(m -> route(prefix, c, m)))
        .toList();
  }

  private static Stream<Route> route(String prefix, Class<?> resource, Method method) {
    String path = prefix + "/" + resource.getAnnotation(Path.class).value();
    Path own = method.getAnnotation(Path.class);
    String whole = (own == null ? path : path + "/" + own.value()).replaceAll("/+", "/");
    return Arrays.stream(method.getAnnotations())
        .map(a -> a.annotationType().getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(
            verb ->
                new Route(
                    whole.replaceAll("\\{\\s*([^:}\\s]+)[^}]*}", "{$1}"),
                    verb.value().toLowerCase(java.util.Locale.ROOT),
                    resource,
                    method));
  }

  /** The resource's name without {@code Resource}. */
  String tag() {
    return resource.getSimpleName().replaceFirst("Resource$", "");
  }
}
