package org.rowhouse.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One line of a server's log: a JSON object, or text of a process that is no server yet. */
record LogLine(String text) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SEVERE = Pattern.compile("SEVERE|FATAL|ERROR");
  private static final Pattern FAILURE = Pattern.compile("SEVERE|FATAL|Error:|^Caused by");
  private static final Pattern SAID = Pattern.compile("(?i).*(message|exception)");

  /** What it says of a failure: message and causes without the stack; mostly nothing. */
  List<String> failures() {
    if (!text.startsWith("{")) {
      return FAILURE.matcher(text).find() ? List.of(text) : List.of();
    }
    try {
      JsonNode line = JSON.readTree(text);
      String level = line.path("Level").asText(line.path("level").asText());
      return SEVERE.matcher(level).matches() ? said("", line) : List.of();
    } catch (JsonProcessingException e) {
      return List.of(text);
    }
  }

  private static List<String> said(String name, JsonNode node) {
    List<String> said = new ArrayList<>();
    if (node.isTextual()) {
      Stream<String> lines = node.asText().lines();
      boolean message = SAID.matcher(name).matches();
      lines
          .filter(line -> message || line.startsWith("Caused by"))
          .filter(line -> !line.startsWith("\tat "))
          .forEach(said::add);
    }
    node.properties().forEach(field -> said.addAll(said(field.getKey(), field.getValue())));
    return said;
  }
}
