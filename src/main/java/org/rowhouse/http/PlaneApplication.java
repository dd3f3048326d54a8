package org.rowhouse.http;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.ext.Provider;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A JAX-RS application made of the CDI beans annotated {@link Path} or {@link Provider} in its
 * packages. A new resource is served by being there; one of the other plane never is.
 */
public abstract class PlaneApplication extends Application {

  private final List<String> packages;

  /**
   * @param packages package names; their sub-packages count
   */
  protected PlaneApplication(String... packages) {
    this.packages = List.of(packages);
  }

  @Override
  public Set<Class<?>> getClasses() {
    Set<Class<?>> classes = new HashSet<>();
    CDI.current().getBeanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
        .<Class<?>>map(bean -> bean.getBeanClass())
        .filter(this::serves)
        .forEach(classes::add);
    return classes;
  }

  /** Jersey's answer to OPTIONS would describe the insides; {@code /openapi.yaml} describes us. */
  @Override
  public Map<String, Object> getProperties() {
    return Map.of("jersey.config.server.wadl.disableWadl", true);
  }

  /** Whether this plane serves {@code type}, were it a bean. */
  public boolean serves(Class<?> type) {
    return (type.isAnnotationPresent(Path.class) || type.isAnnotationPresent(Provider.class))
        && packages.stream().anyMatch(p -> (type.getPackageName() + ".").startsWith(p + "."));
  }
}
