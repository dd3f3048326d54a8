package org.rowhouse.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON Merge Patch (RFC 7396): absent members stay, null members are cleared. */
public record MergePatch(ObjectNode changes) {

  public static final String MEDIA_TYPE = "application/merge-patch+json";

  /**
   * {@code current} with the changes laid over it.
   *
   * @param current a record of all members that may be changed; others are refused by name
   * @throws Problem 400 naming the member that is unknown or has the wrong type
   */
  public <T extends Record> T applyTo(T current) {
    ObjectNode target = Json.MAPPER.valueToTree(current);
    changes
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!target.has(name)) {
                throw Problem.invalid(name, "is not a known member");
              }
            });
    try {
      @SuppressWarnings("unchecked")
      Class<T> type = (Class<T>) current.getClass();
      return Json.MAPPER.treeToValue(merge(target, changes), type);
    } catch (JsonProcessingException e) {
      throw JsonFaults.problem(e);
    }
  }

  private static JsonNode merge(JsonNode target, JsonNode patch) {
    if (!(patch instanceof ObjectNode members)) {
      return patch;
    }
    ObjectNode merged =
        target instanceof ObjectNode object ? object : Json.MAPPER.createObjectNode();
    members
        .properties()
        .forEach(
            member ->
                merged.set(
                    member.getKey(),
                    member.getValue().isNull()
                        ? null
                        : merge(merged.get(member.getKey()), member.getValue())));
    return merged;
  }
}
