package org.rowhouse.security;

import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.container.ResourceInfo;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.Set;

/**
 * Who may call a resource method, by its own annotation, else by that of its class.
 *
 * @param roles one of them is needed; empty where any caller of the plane will do
 */
record AccessRule(boolean everybody, boolean nobody, Set<String> roles) {

  private static final AccessRule ANY_CALLER = new AccessRule(false, false, Set.of());

  static AccessRule of(ResourceInfo resource) {
    return of(resource.getResourceClass(), resource.getResourceMethod());
  }

  // Containers may hand out proxy classes, and these annotations are not inherited: walk upwards
  static AccessRule of(Class<?> type, Method method) {
    for (Class<?> c = type; c != null && method != null; c = c.getSuperclass()) {
      try {
        Optional<AccessRule> rule =
            on(c.getDeclaredMethod(method.getName(), method.getParameterTypes()));
        if (rule.isPresent()) {
          return rule.get();
        }
      } catch (NoSuchMethodException e) {
        continue;
      }
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      Optional<AccessRule> rule = on(c);
      if (rule.isPresent()) {
        return rule.get();
      }
    }
    return ANY_CALLER;
  }

  boolean admits(Caller caller) {
    return !nobody && (everybody || roles.isEmpty() || roles.stream().anyMatch(caller::is));
  }

  private static Optional<AccessRule> on(AnnotatedElement element) {
    if (element.isAnnotationPresent(DenyAll.class)) {
      return Optional.of(new AccessRule(false, true, Set.of()));
    }
    RolesAllowed allowed = element.getAnnotation(RolesAllowed.class);
    if (allowed != null) {
      return Optional.of(
          new AccessRule(false, allowed.value().length == 0, Set.of(allowed.value())));
    }
    return element.isAnnotationPresent(PermitAll.class)
        ? Optional.of(new AccessRule(true, false, Set.of()))
        : Optional.empty();
  }
}
