package org.rowhouse.http.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;

/** Writes a JSON tree as block YAML 1.2; whatever could be misread is quoted as JSON. */
final class Yaml {

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9 /_{}().;<>+-]*(?<! )");
  private static final Pattern WORD_WITH_MEANING =
      Pattern.compile("(?i)true|false|null|yes|no|on|off|y|n");

  private final StringBuilder out = new StringBuilder();

  private Yaml() {}

  static String write(ObjectNode root) {
    Yaml yaml = new Yaml();
    yaml.members(root, "");
    return yaml.out.substring(1) + "\n";
  }

  private void members(ObjectNode object, String indent) {
    object
        .properties()
        .forEach(
            member -> {
              out.append('\n').append(indent).append(scalar(member.getKey())).append(':');
              value(member.getValue(), indent + "  ");
            });
  }

  private void value(JsonNode value, String indent) {
    if (value.isContainerNode() && value.isEmpty()) {
      out.append(value.isObject() ? " {}" : " []");
    } else if (value instanceof ObjectNode object) {
      members(object, indent);
    } else if (value.isArray()) {
      for (JsonNode item : value) {
        out.append('\n').append(indent).append('-');
        item(item, indent + "  ");
      }
    } else {
      out.append(' ').append(value.isTextual() ? scalar(value.textValue()) : value.toString());
    }
  }

  /** The first member of an object stands on the line of its dash. */
  private void item(JsonNode item, String indent) {
    int start = out.length();
    value(item, indent);
    if (item.isContainerNode() && !item.isEmpty()) {
      out.replace(start, start + 1 + indent.length(), " ");
    }
  }

  private static String scalar(String text) {
    return PLAIN.matcher(text).matches() && !WORD_WITH_MEANING.matcher(text).matches()
        ? text
        : org.rowhouse.http.Json.text(text);
  }
}
