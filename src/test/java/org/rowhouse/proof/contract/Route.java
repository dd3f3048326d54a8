package org.rowhouse.proof.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.rowhouse.proof.client.Call;

/** One operation of the document. */
public record Route(Contract contract, String verb, String path, JsonNode operation) {

  public String method() {
    return verb.toUpperCase(Locale.ROOT);
  }

  public boolean isTenantPlane() {
    return path.startsWith("/api/");
  }

  public boolean isControlPlane() {
    return path.startsWith("/control/");
  }

  public boolean isPublic() {
    JsonNode security = operation.path("security");
    return security.isArray() && security.isEmpty();
  }

  public boolean hasId() {
    return path.contains("{");
  }

  /** The collection that the id in the path belongs to, such as {@code issues}. */
  public String collection() {
    return path.replaceFirst(".*/([^/]+)/\\{.*", "$1");
  }

  /** The path with this id in it. */
  public String at(String id) {
    return path.replaceAll("\\{[^}]+}", id);
  }

  /** Names of query parameters. */
  public List<String> queries() {
    List<String> names = new ArrayList<>();
    for (JsonNode parameter : operation.path("parameters")) {
      JsonNode resolved = contract.resolve(parameter);
      if (resolved.path("in").asText().equals("query")) {
        names.add(resolved.path("name").asText());
      }
    }
    return names;
  }

  /** What the body must be, if there is one. */
  public Optional<Schema> body() {
    for (JsonNode content : operation.path("requestBody").path("content")) {
      return Optional.of(new Schema(contract, content.path("schema")));
    }
    return Optional.empty();
  }

  /** A request that has everything but a token and a host. */
  public Call call(String id) {
    Call call = Call.of(method(), at(id)).header("If-Match", "\"1\"");
    return body().map(schema -> call.json(schema.sample())).orElse(call);
  }

  @Override
  public String toString() {
    return method() + " " + path;
  }
}
