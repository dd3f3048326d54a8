package org.rowhouse.tenancy.cache.method;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.rowhouse.tenancy.cache.Region;

/** What the annotations of all beans say, checked when the application starts. */
@ApplicationScoped
class Declared {

  void check(@Observes @Initialized(ApplicationScoped.class) Object start, BeanManager beans) {
    check(
        beans.getBeans(Object.class, Any.Literal.INSTANCE).stream()
            .map(Bean::getBeanClass)
            .filter(type -> type.getClassLoader() == Declared.class.getClassLoader())
            .distinct());
  }

  /**
   * @throws IllegalArgumentException for what cannot be kept, and for two regions of one name
   */
  static void check(Stream<Class<?>> classes) {
    Map<String, Region<?>> regions = new HashMap<>();
    classes.forEach(
        type -> {
          if (type.isAnnotationPresent(CacheResult.class)
              || type.isAnnotationPresent(CacheRemove.class)) {
            throw new IllegalArgumentException("Say it of methods, not of all of " + type);
          }
          for (Method method : type.getDeclaredMethods()) {
            check(method, regions);
          }
        });
  }

  private static void check(Method method, Map<String, Region<?>> regions) {
    if (method.isAnnotationPresent(CacheRemove.class)) {
      Call.removalOf(method);
    }
    if (method.isAnnotationPresent(CacheResult.class)) {
      Region<?> region = Call.resultOf(method).region();
      Region<?> other = regions.putIfAbsent(region.name(), region);
      if (other != null && !other.equals(region)) {
        throw new IllegalArgumentException(
            "%s keeps another type, or otherwise, than others in region %s"
                .formatted(method, region.name()));
      }
    }
  }
}
