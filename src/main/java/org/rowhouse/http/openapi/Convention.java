package org.rowhouse.http.openapi;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the records of a resource method by its name: {@code updateIssue} and {@code listIssues}
 * are about an {@code Issue}, seen as {@code IssueView} and changed as {@code IssueChange} or
 * {@code IssueInput}, nested in the resource or beside it.
 */
final class Convention {

  private Convention() {}

  /** The view, else the only record called a view in the resource. */
  static Optional<Class<?>> view(Route route) {
    return named(route, "View").or(() -> only(route, "View"));
  }

  /** What a merge patch is laid over. */
  static Optional<Class<?>> change(Route route) {
    return named(route, "Change").or(() -> named(route, "Input"));
  }

  private static Optional<Class<?>> named(Route route, String suffix) {
    return singulars(noun(route.method().getName()))
        .map(noun -> noun + suffix)
        .flatMap(
            name ->
                Stream.of(
                    route.resource().getName() + "$" + name,
                    route.resource().getPackageName() + "." + name))
        .flatMap(name -> load(route.resource().getClassLoader(), name).stream())
        .findFirst();
  }

  private static Optional<Class<?>> only(Route route, String suffix) {
    List<Class<?>> found =
        Arrays.stream(route.resource().getDeclaredClasses())
            .<Class<?>>map(c -> c)
            .filter(c -> c.isRecord() && c.getSimpleName().endsWith(suffix))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private static String noun(String method) {
    return method.replaceFirst("^[a-z]+", "");
  }

  private static Stream<String> singulars(String noun) {
    return Stream.of(noun, noun.replaceFirst("ies$", "y"), noun.replaceFirst("s$", "")).distinct();
  }

  private static Optional<Class<?>> load(ClassLoader loader, String name) {
    try {
      return Optional.<Class<?>>of(Class.forName(name, false, loader)).filter(Class::isRecord);
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }
}
