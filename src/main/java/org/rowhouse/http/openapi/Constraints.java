package org.rowhouse.http.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Constraint;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Jakarta Validation's constraints as schema keywords; composed constraints count as their parts.
 */
final class Constraints {

  private final List<Annotation> all;

  Constraints(Annotation... given) {
    all = Arrays.stream(given).flatMap(Constraints::parts).toList();
  }

  private static Stream<Annotation> parts(Annotation constraint) {
    return constraint.annotationType().isAnnotationPresent(Constraint.class)
        ? Stream.concat(
            Stream.of(constraint),
            Arrays.stream(constraint.annotationType().getAnnotations()).flatMap(Constraints::parts))
        : Stream.empty();
  }

  boolean refuseNull() {
    return all.stream()
        .anyMatch(a -> a instanceof NotNull || a instanceof NotBlank || a instanceof NotEmpty);
  }

  /** Adds the keywords to {@code schema}, whose {@code type} is known. */
  void addTo(ObjectNode schema) {
    String unit =
        switch (schema.path("type").asText()) {
          case "array" -> "Items";
          case "object" -> "Properties";
          default -> "Length";
        };
    for (Annotation constraint : all) {
      if (constraint instanceof Size size) {
        if (size.min() > 0) {
          schema.put("min" + unit, size.min());
        }
        if (size.max() < Integer.MAX_VALUE) {
          schema.put("max" + unit, size.max());
        }
      } else if (constraint instanceof NotEmpty || constraint instanceof NotBlank) {
        if (!schema.has("min" + unit)) {
          schema.put("min" + unit, 1);
        }
      } else if (constraint instanceof Min min) {
        schema.put("minimum", min.value());
      } else if (constraint instanceof Max max) {
        schema.put("maximum", max.value());
      } else if (constraint instanceof Positive) {
        schema.put("exclusiveMinimum", 0);
      } else if (constraint instanceof PositiveOrZero) {
        schema.put("minimum", 0);
      } else if (constraint instanceof Pattern pattern) {
        schema.put("pattern", "^(?:" + pattern.regexp() + ")$");
      } else if (constraint instanceof Email) {
        schema.put("format", "email");
      }
    }
  }
}
