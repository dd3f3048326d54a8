package org.rowhouse.proof.hunt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What one tenant's rows must be: the last acknowledged answer for each. */
final class Model {

  /** One row as acknowledged. */
  record Row(ObjectNode view, String etag) {
    String id() {
      return view.path("id").asText();
    }

    String get(String field) {
      return view.path(field).asText();
    }

    /** A change that no client asked for is a change all the same. */
    Row withNextVersion() {
      long version = Long.parseLong(etag.replace("\"", ""));
      return new Row(view, "\"" + (version + 1) + "\"");
    }
  }

  private final Map<Kind, Map<String, Row>> rows = new EnumMap<>(Kind.class);

  Model() {
    for (Kind kind : Kind.values()) {
      rows.put(kind, new ConcurrentHashMap<>());
    }
  }

  Map<String, Row> all(Kind kind) {
    return rows.get(kind);
  }

  void put(Kind kind, JsonNode view, String etag) {
    all(kind).put(view.path("id").asText(), new Row((ObjectNode) view, etag));
  }

  Optional<Row> any(Kind kind, Random random) {
    int size = all(kind).size();
    return size == 0
        ? Optional.empty()
        : all(kind).values().stream().skip(random.nextInt(size)).findFirst();
  }

  /** Removes a row and what goes or is unset with it. */
  void remove(Kind kind, String id) {
    all(kind).remove(id);
    switch (kind) {
      case PROJECT -> removeAll(Kind.ISSUE, "projectId", id);
      case ISSUE -> removeAll(Kind.COMMENT, "issueId", id);
      case MEMBER -> {
        unset(Kind.ISSUE, "assignee", id);
        unset(Kind.COMMENT, "author", id);
      }
      case COMMENT -> {}
    }
  }

  private void removeAll(Kind kind, String field, String id) {
    all(kind).values().stream()
        .filter(row -> row.get(field).equals(id))
        .forEach(row -> remove(kind, row.id()));
  }

  private void unset(Kind kind, String field, String id) {
    all(kind).values().stream()
        .filter(row -> row.get(field).equals(id))
        .forEach(
            row -> {
              row.view().putNull(field);
              all(kind).put(row.id(), row.withNextVersion());
            });
  }
}
