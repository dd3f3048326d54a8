package org.rowhouse.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Compares a value with a schema, as far as this product's schemas go. */
record SchemaCheck(JsonNode document) {

  List<String> faults(JsonNode schema, JsonNode value, String where) {
    List<String> faults = new ArrayList<>();
    if (schema.has("$ref")) {
      return faults(document.at(schema.get("$ref").asText().substring(1)), value, where);
    }
    if (schema.has("anyOf")) {
      for (JsonNode one : schema.get("anyOf")) {
        if (faults(one, value, where).isEmpty()) {
          return faults;
        }
      }
      faults.add(where + " is none of " + schema.get("anyOf"));
    }
    if (schema.has("type") && !contains(schema.get("type"), type(value))) {
      faults.add(where + " is " + value + ", not " + schema.get("type"));
    }
    if (schema.has("enum") && !contains(schema.get("enum"), value.asText())) {
      faults.add(where + " is " + value + ", not one of " + schema.get("enum"));
    }
    schema
        .path("required")
        .forEach(
            name -> {
              if (!value.has(name.asText())) {
                faults.add(where + " lacks " + name);
              }
            });
    if (schema.has("properties")) {
      value
          .properties()
          .forEach(
              member -> {
                JsonNode known = schema.get("properties").get(member.getKey());
                String there = where + "." + member.getKey();
                faults.addAll(
                    known == null
                        ? List.of(there + " is not in the document")
                        : faults(known, member.getValue(), there));
              });
    }
    if (schema.has("items")) {
      value.forEach(item -> faults.addAll(faults(schema.get("items"), item, where + "[]")));
    }
    return faults;
  }

  private static boolean contains(JsonNode one, String text) {
    if (!one.isArray()) {
      return one.asText().equals(text);
    }
    for (JsonNode each : one) {
      if (each.asText().equals(text)) {
        return true;
      }
    }
    return false;
  }

  private static String type(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "array";
      case BOOLEAN -> "boolean";
      case NULL -> "null";
      case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
      case STRING -> "string";
      default -> "object";
    };
  }
}
