package org.rowhouse.proof.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.rowhouse.proof.client.Account;
import org.rowhouse.proof.client.Answer;
import org.rowhouse.proof.client.Call;
import org.rowhouse.proof.client.Wire;

/** The OpenAPI document of a running product. */
public final class Contract {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private final JsonNode document;

  private Contract(JsonNode document) {
    this.document = document;
  }

  public static Contract of(Wire wire) throws IOException {
    Answer answer = wire.send(Call.get("/openapi.yaml"));
    Account.expect(200, answer);
    return new Contract(new YAMLMapper().readTree(answer.body()));
  }

  /** Every route and method. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (var path : document.path("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          routes.add(new Route(this, operation.getKey(), path.getKey(), operation.getValue()));
        }
      }
    }
    if (routes.size() < 20) {
      throw new AssertionError("the document tells of " + routes.size() + " routes only");
    }
    return routes;
  }

  /** A node, or what it refers to. */
  JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : resolve(document.at(reference.substring(1)));
  }
}
