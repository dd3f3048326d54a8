package org.rowhouse.proof.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.rowhouse.proof.client.Account;

/** The schema of a body, from which good and bad samples are made. */
public record Schema(Contract contract, JsonNode node) {

  private static final Map<String, String> SAMPLES =
      Map.of(
          "key", "SAMPLE",
          "slug", "sample-slug",
          "email", "somebody@example.org",
          "password", Account.PASSWORD,
          "isolation", "SHARED",
          "title", "a title",
          "name", "a name");

  /** The members of the object. */
  public Map<String, Schema> properties() {
    Map<String, Schema> all = new LinkedHashMap<>();
    contract
        .resolve(node)
        .path("properties")
        .properties()
        .forEach(p -> all.put(p.getKey(), new Schema(contract, p.getValue())));
    return all;
  }

  /** A good object, every member set but those that refer to other rows. */
  public Map<String, Object> sample() {
    Map<String, Object> sample = new LinkedHashMap<>();
    properties().forEach((name, schema) -> sample.put(name, schema.value(name)));
    sample.values().removeIf(value -> value instanceof UUID);
    return sample;
  }

  private Object value(String name) {
    JsonNode schema = resolved();
    if (schema.has("enum")) {
      return schema.path("enum").path(0).asText();
    }
    return switch (type()) {
      case "object" -> sample();
      case "array" -> List.of(new Schema(contract, schema.path("items")).value(name));
      case "boolean" -> false;
      case "integer", "number" -> 1;
      default ->
          schema.path("format").asText().equals("uuid")
              ? new UUID(0, 0)
              : SAMPLES.getOrDefault(name, name.equals("roles") ? "member" : "sample");
    };
  }

  /** Values that are not of this type. */
  public List<String> wrong() {
    return switch (type()) {
      case "object" -> List.of("1", "true", "[]", "\"text\"");
      case "array" -> List.of("1", "true", "{}", "\"text\"", "[{}]", "[[]]", "[1]", "[null]");
      case "boolean" -> List.of("1", "\"true\"", "[]", "{}");
      case "integer", "number" -> List.of("\"1\"", "true", "[]", "{}", "1e999");
      default -> List.of("1", "true", "[]", "{}", "[\"text\"]", "\"a\\u0000b\"", "\"a\\ud800b\"");
    };
  }

  public boolean isText() {
    return type().equals("string");
  }

  private JsonNode resolved() {
    JsonNode schema = contract.resolve(node);
    for (String choice : List.of("anyOf", "oneOf")) {
      if (schema.has(choice)) {
        return contract.resolve(schema.path(choice).path(0));
      }
    }
    return schema;
  }

  private String type() {
    JsonNode schema = resolved();
    JsonNode type = schema.path("type");
    String text = type.isArray() ? type.path(0).asText() : type.asText();
    return !text.isEmpty() ? text : schema.has("properties") ? "object" : "string";
  }
}
