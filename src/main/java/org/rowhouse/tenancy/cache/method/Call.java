package org.rowhouse.tenancy.cache.method;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.rowhouse.tenancy.cache.Key;
import org.rowhouse.tenancy.cache.Region;

/**
 * Where a method's results lie.
 *
 * @param parameters that make the key, by their places
 */
record Call(Region<?> region, boolean optional, List<Integer> parameters) {

  private static final Set<Class<?>> PRIMITIVES =
      Set.of(boolean.class, byte.class, short.class, int.class, long.class);
  private static final List<Class<?>> PLAIN =
      List.of(
          String.class,
          UUID.class,
          Boolean.class,
          Byte.class,
          Short.class,
          Integer.class,
          Long.class,
          Enum.class);

  /**
   * @throws IllegalArgumentException for a method whose results cannot be kept
   */
  static Call resultOf(Method method) {
    CacheResult said = method.getAnnotation(CacheResult.class);
    Type type = method.getGenericReturnType();
    boolean optional = type instanceof ParameterizedType o && o.getRawType() == Optional.class;
    if (optional) {
      type = ((ParameterizedType) type).getActualTypeArguments()[0];
    }
    if (!(type instanceof Class<?> result) || !result.isRecord()) {
      throw new IllegalArgumentException(
          method + " returns no record, and no Optional of one: @CacheResult cannot keep it");
    }
    return new Call(
        new Region<>(said.region(), result, Duration.ofSeconds(said.seconds()), said.bytes()),
        optional,
        parameters(method));
  }

  /**
   * @throws IllegalArgumentException for a method whose parameters are no key
   */
  static Call removalOf(Method method) {
    String region = method.getAnnotation(CacheRemove.class).region();
    return new Call(Region.of(region, Object.class), false, parameters(method));
  }

  Key key(Object... values) {
    return Key.of(parameters.stream().map(i -> values[i]).toArray());
  }

  private static List<Integer> parameters(Method method) {
    Parameter[] all = method.getParameters();
    boolean marked = Arrays.stream(all).anyMatch(p -> p.isAnnotationPresent(InKey.class));
    List<Integer> key = new ArrayList<>();
    for (int i = 0; i < all.length; i++) {
      if (!marked || all[i].isAnnotationPresent(InKey.class)) {
        require(method, all[i].getType());
        key.add(i);
      }
    }
    return key;
  }

  private static void require(Method method, Class<?> type) {
    if (!PRIMITIVES.contains(type)
        && PLAIN.stream().noneMatch(plain -> plain.isAssignableFrom(type))) {
      throw new IllegalArgumentException(
          "%s of %s is no part of a key; mark those that are with @InKey"
              .formatted(type.getName(), method));
    }
  }
}
