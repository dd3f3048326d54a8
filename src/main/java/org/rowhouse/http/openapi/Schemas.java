package org.rowhouse.http.openapi;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Java types as JSON schemas; each record becomes one component. */
final class Schemas {

  private static final Map<Class<?>, String> SCALARS =
      Map.ofEntries(
          Map.entry(String.class, "string"),
          Map.entry(UUID.class, "string uuid"),
          Map.entry(Instant.class, "string date-time"),
          Map.entry(LocalDate.class, "string date"),
          Map.entry(Duration.class, "string duration"),
          Map.entry(int.class, "integer int32"),
          Map.entry(Integer.class, "integer int32"),
          Map.entry(long.class, "integer int64"),
          Map.entry(Long.class, "integer int64"),
          Map.entry(double.class, "number double"),
          Map.entry(Double.class, "number double"),
          Map.entry(boolean.class, "boolean"),
          Map.entry(Boolean.class, "boolean"));

  /** What a record is for: a view has all its members, a patch needs none. */
  enum Direction {
    BODY,
    PATCH,
    VIEW
  }

  private record Use(Class<?> type, Direction direction) {}

  private final ObjectNode components;
  private final Map<Use, String> names = new HashMap<>();

  Schemas(ObjectNode components) {
    this.components = components;
  }

  /** The schema of a parameter or a record's member, with the constraints it is annotated with. */
  ObjectNode of(AnnotatedElement element, AnnotatedType type, Direction direction) {
    ObjectNode schema = of(type, direction);
    new Constraints(element.getAnnotations()).addTo(schema);
    return schema;
  }

  ObjectNode of(Type type, Direction direction) {
    if (type instanceof ParameterizedType generic) {
      throw new IllegalStateException(generic + " needs to be given as a member's type");
    }
    return scalarOrRecord((Class<?>) type, direction);
  }

  private ObjectNode of(AnnotatedType annotated, Direction direction) {
    ObjectNode schema;
    if (annotated instanceof AnnotatedParameterizedType generic) {
      Class<?> raw = (Class<?>) ((ParameterizedType) generic.getType()).getRawType();
      AnnotatedType[] arguments = generic.getAnnotatedActualTypeArguments();
      if (raw == Optional.class) {
        return of(arguments[0], direction);
      }
      schema = object();
      if (Collection.class.isAssignableFrom(raw)) {
        schema.put("type", "array").set("items", of(arguments[0], direction));
      } else if (Map.class.isAssignableFrom(raw)) {
        schema.put("type", "object").set("additionalProperties", of(arguments[1], direction));
      } else {
        throw new IllegalStateException("No schema is known for " + raw);
      }
    } else {
      schema = scalarOrRecord((Class<?>) annotated.getType(), direction);
    }
    new Constraints(annotated.getAnnotations()).addTo(schema);
    return schema;
  }

  private ObjectNode scalarOrRecord(Class<?> type, Direction direction) {
    ObjectNode schema = object();
    if (SCALARS.containsKey(type)) {
      String[] words = SCALARS.get(type).split(" ");
      schema.put("type", words[0]);
      if (words.length > 1) {
        schema.put("format", words[1]);
      }
      return schema;
    }
    if (type.isEnum()) {
      ArrayNode constants = schema.put("type", "string").putArray("enum");
      for (Object constant : type.getEnumConstants()) {
        constants.add(constant.toString());
      }
      return schema;
    }
    if (type.isRecord()) {
      return schema.put("$ref", "#/components/schemas/" + component(type, direction));
    }
    if (type == Object.class) {
      return schema;
    }
    throw new IllegalStateException("No schema is known for " + type + "; make it a record");
  }

  private String component(Class<?> type, Direction direction) {
    Use use = new Use(type, direction);
    if (names.containsKey(use)) {
      return names.get(use);
    }
    String name = type.getSimpleName();
    if (direction == Direction.PATCH) {
      name = name.replaceFirst("Input$", "Change");
    }
    if (components.has(name) && type.getEnclosingClass() != null) {
      name = type.getEnclosingClass().getSimpleName().replaceFirst("Resource$", "") + name;
    }
    if (components.has(name)) {
      throw new IllegalStateException("Two schemas are called " + name + "; rename " + type);
    }
    names.put(use, name);
    members(components.putObject(name), type, direction);
    return name;
  }

  private void members(ObjectNode schema, Class<?> type, Direction direction) {
    schema.put("type", "object");
    ArrayNode required = schema.putArray("required");
    ObjectNode properties = schema.putObject("properties");
    for (RecordComponent member : type.getRecordComponents()) {
      AnnotatedElement field = field(type, member.getName());
      if (field.isAnnotationPresent(JsonIgnore.class)) {
        continue;
      }
      ObjectNode property = of(field, member.getAnnotatedType(), direction);
      boolean present =
          direction == Direction.VIEW
              ? !field.isAnnotationPresent(MayBeNull.class)
              : member.getType().isPrimitive() || refusesNull(field, member);
      if (direction == Direction.VIEW || present && direction == Direction.BODY) {
        required.add(member.getName());
      }
      properties.set(member.getName(), present ? property : nullable(property));
    }
    if (required.isEmpty()) {
      schema.remove("required");
    }
    if (direction != Direction.VIEW) {
      schema.put("additionalProperties", false);
    }
  }

  private static boolean refusesNull(AnnotatedElement field, RecordComponent member) {
    return new Constraints(field.getAnnotations()).refuseNull()
        || new Constraints(member.getAnnotatedType().getAnnotations()).refuseNull();
  }

  private static ObjectNode nullable(ObjectNode schema) {
    if (schema.has("$ref")) {
      ObjectNode either = object();
      either.putArray("anyOf").add(schema).add(object().put("type", "null"));
      return either;
    }
    if (schema.has("type")) {
      ArrayNode types = object().arrayNode().add(schema.get("type")).add("null");
      schema.set("type", types);
      if (schema.get("enum") instanceof ArrayNode constants) {
        constants.addNull();
      }
    }
    return schema;
  }

  private static AnnotatedElement field(Class<?> type, String name) {
    try {
      return type.getDeclaredField(name);
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
