package org.rowhouse.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;

/** The document as the server serves it, and whether the server does what it says. */
class OpenApiIT {

  private static final RunningProduct PRODUCT = RunningProduct.shared();

  private static JsonNode document() throws Exception {
    return new YAMLMapper().readTree(PRODUCT.api().get("/openapi.yaml").expect(200).text());
  }

  @Test
  void the_document_of_both_planes_is_public_and_can_be_kept() throws Exception {
    Answer answer = PRODUCT.api().get("/openapi.yaml").expect(200);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/yaml");
    assertThat(answer.header("Cache-Control").orElseThrow()).startsWith("public");
    assertThat(answer.header("Set-Cookie")).isEmpty();
    PRODUCT
        .api()
        .with("If-None-Match", answer.header("ETag").orElseThrow())
        .get("/openapi.yaml")
        .expect(304);
    JsonNode same = new YAMLMapper().readTree(Yaml.write(Document.of(OpenApiTest.routes())));
    assertThat(document()).isEqualTo(same);
  }

  @Test
  void what_it_calls_protected_needs_a_token_and_the_rest_is_there() throws Exception {
    ApiClient nobody = PRODUCT.api();
    document()
        .get("paths")
        .properties()
        .forEach(
            path -> {
              JsonNode get = path.getValue().get("get");
              if (get != null) {
                String url =
                    path.getKey().replaceAll("\\{[^}]+}", "01900000-0000-7000-8000-000000000000");
                if (get.has("security")) {
                  assertThat(nobody.get(url).status()).as(url).isIn(200, 404);
                } else {
                  nobody.get(url).expect(401);
                }
              }
            });
  }

  @Test
  void the_keys_are_public() {
    JsonNode keys = PRODUCT.api().get("/.well-known/jwks.json").expect(200).json();
    assertThat(keys.required("keys")).isNotEmpty();
    keys.get("keys").forEach(key -> assertThat(key.has("d")).isFalse());
  }

  @Test
  void an_error_is_the_problem_it_describes() throws Exception {
    JsonNode problem =
        PRODUCT.api().post("/api/v1/tokens", Map.of("nonsense", 1)).expect(400).json();
    document()
        .at("/components/schemas/Problem/required")
        .forEach(member -> assertThat(problem.has(member.asText())).isTrue());
    assertThat(problem.at("/errors/0/field").asText()).isEqualTo("nonsense");
  }
}
