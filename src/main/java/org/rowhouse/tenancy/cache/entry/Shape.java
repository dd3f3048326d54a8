package org.rowhouse.tenancy.cache.entry;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What a record is made of, in one line: names and types of its components, all the way down. Two
 * versions of a type with the same shape read each other's values.
 */
final class Shape {

  private static final Set<Class<?>> PLAIN =
      Set.of(
          String.class,
          UUID.class,
          Instant.class,
          BigDecimal.class,
          BigInteger.class,
          Boolean.class,
          Integer.class,
          Long.class,
          Short.class,
          Double.class,
          boolean.class,
          int.class,
          long.class,
          short.class,
          double.class);
  private static final Set<Type> LISTS = Set.of(List.class, Set.class);

  private final StringBuilder line = new StringBuilder();
  private final Set<Class<?>> seen = new HashSet<>();

  private Shape() {}

  /**
   * @throws IllegalArgumentException for a type that JSON might not give back as it was
   */
  static String of(Class<?> type) {
    if (!type.isRecord()) {
      throw new IllegalArgumentException("Only records can be kept, not " + type.getName());
    }
    Shape shape = new Shape();
    shape.add(type);
    return shape.line.toString();
  }

  private void add(Type type) {
    if (type instanceof Class<?> plain && PLAIN.contains(plain)) {
      line.append(plain.getSimpleName());
    } else if (type instanceof Class<?> constants && constants.isEnum()) {
      line.append(
          Arrays.stream(constants.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList());
    } else if (type instanceof Class<?> record && record.isRecord()) {
      line.append(record.getName());
      if (seen.add(record)) {
        line.append('(');
        for (RecordComponent component : record.getRecordComponents()) {
          line.append(component.getName()).append(' ');
          add(component.getGenericType());
          line.append(',');
        }
        line.append(')');
      }
    } else if (type instanceof ParameterizedType many && LISTS.contains(many.getRawType())) {
      line.append(many.getRawType().getTypeName()).append('<');
      add(many.getActualTypeArguments()[0]);
      line.append('>');
    } else if (type instanceof ParameterizedType map
        && map.getRawType() == Map.class
        && map.getActualTypeArguments()[0] == String.class) {
      line.append("Map<");
      add(map.getActualTypeArguments()[1]);
      line.append('>');
    } else {
      throw new IllegalArgumentException(
          "Cannot be kept: %s. Records are made of texts, numbers, booleans, UUIDs, Instants, enums, records, and List, Set and Map<String, ...> of them"
              .formatted(type.getTypeName()));
    }
  }
}
