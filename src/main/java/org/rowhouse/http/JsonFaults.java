package org.rowhouse.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.util.Arrays;

/** Turns Jackson's complaints into field errors without Jackson's (or our) class names. */
final class JsonFaults {

  private JsonFaults() {}

  static Problem problem(JsonProcessingException e) {
    if (e instanceof UnrecognizedPropertyException unknown) {
      return Problem.invalid(path(unknown), "is not a known member");
    }
    if (e instanceof InvalidFormatException format) {
      return Problem.invalid(path(format), expected(format));
    }
    if (e instanceof JsonMappingException mapping) {
      if (mapping.getCause() instanceof Problem problem) {
        return problem;
      }
      if (mapping.getCause() instanceof InputCoercionException) {
        return Problem.invalid(path(mapping), "has the wrong type");
      }
      if (mapping.getCause() instanceof JsonProcessingException inner) {
        return problem(inner);
      }
      return Problem.invalid(path(mapping), "has the wrong type");
    }
    if (e instanceof StreamConstraintsException) {
      return syntax("The JSON is nested too deeply or has a number or name that is too long.");
    }
    return syntax(
        e.getLocation() == null
            ? "The body is not JSON."
            : "The body is not JSON (line %d, column %d), or has a name twice in one object."
                .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr()));
  }

  static Problem syntax(String detail) {
    return new Problem(400, "malformed-json", "Malformed JSON", detail);
  }

  private static String expected(InvalidFormatException e) {
    if (e.getTargetType() == String.class) {
      return Texts.NOT_STORABLE;
    }
    return e.getTargetType().isEnum()
        ? "must be one of " + Arrays.toString(e.getTargetType().getEnumConstants())
        : "has the wrong type";
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : e.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "body" : path.length() > 100 ? path.substring(0, 100) : path.toString();
  }
}
