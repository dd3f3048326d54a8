package org.rowhouse.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.UUID;
import java.util.function.Function;

/**
 * Reads path and query parameters: a malformed id in a path is a thing that does not exist, a
 * malformed query parameter is an error that names it.
 */
@Provider
@ApplicationScoped
public class Parameters implements ParamConverterProvider {

  private static final String UUID_TEXT =
      "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}";

  @Override
  public <T> ParamConverter<T> getConverter(Class<T> type, Type generic, Annotation[] annotations) {
    Function<String, Object> parse;
    if (type == UUID.class) {
      parse = text -> check(text, UUID_TEXT, UUID::fromString, "must be a UUID");
    } else if (type == Integer.class) {
      parse = text -> check(text, "-?\\d{1,9}", Integer::valueOf, "must be a number");
    } else if (type == String.class) {
      parse = Parameters::storable;
    } else if (type.isEnum()) {
      parse = text -> constant(type, text);
    } else {
      return null;
    }
    return new Converter<>(type, parse, annotations);
  }

  private static Object check(
      String text, String pattern, Function<String, Object> parse, String message) {
    if (!text.matches(pattern)) {
      throw new IllegalArgumentException(message);
    }
    return parse.apply(text);
  }

  private static String storable(String text) {
    if (!Texts.storable(text)) {
      throw new IllegalArgumentException(Texts.NOT_STORABLE);
    }
    return text;
  }

  private static Object constant(Class<?> type, String text) {
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> constant.toString().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "must be one of " + Arrays.toString(type.getEnumConstants())));
  }

  private record Converter<T>(
      Class<T> type, Function<String, Object> parse, Annotation[] annotations)
      implements ParamConverter<T> {

    @Override
    public T fromString(String text) {
      if (text == null) {
        return null;
      }
      try {
        return type.cast(parse.apply(text));
      } catch (IllegalArgumentException e) {
        throw fault(e.getMessage());
      }
    }

    private Problem fault(String message) {
      for (Annotation annotation : annotations) {
        if (annotation instanceof QueryParam query) {
          return Problem.invalid(query.value(), message);
        }
        if (annotation instanceof PathParam) {
          return Problem.notFound();
        }
      }
      return Problem.invalid("parameter", message);
    }

    @Override
    public String toString(T value) {
      return value.toString();
    }
  }
}
