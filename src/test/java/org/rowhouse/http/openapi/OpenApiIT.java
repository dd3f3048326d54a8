package org.rowhouse.http.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;
import org.rowhouse.dev.SignUp;

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
                  int status = nobody.get(url).status();
                  // this node was not told to leave
                  assertThat(status).as(url).isIn(200, 404, url.endsWith("/left") ? 503 : 200);
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

  @Test
  void what_is_answered_is_what_the_document_says() throws Exception {
    ObjectNode document = (ObjectNode) document();
    SignUp signUp = PRODUCT.signUp();
    ApiClient operator = signUp.operator();
    SignUp.Admin admin = new SignUp.Admin("ada@documented.example", "Ada", "a-long-password");
    signUp.tenant(operator, "Documented", "documented", "SHARED", admin);
    ApiClient member = signUp.member("documented", admin.email(), admin.password());
    JsonNode project =
        created(document, member, "/api/v1/projects", Map.of("key", "DOC", "name", "Document"));
    String issues = "/api/v1/projects/" + project.get("id").asText() + "/issues";
    JsonNode issue = created(document, member, issues, Map.of("title", "First"));
    created(
        document,
        member,
        "/api/v1/issues/" + issue.get("id").asText() + "/comments",
        Map.of("body", "So it is."));
    for (String path :
        List.of(
            "/api/v1/me",
            "/api/v1/members",
            "/api/v1/projects",
            "/api/v1/projects/" + project.get("id").asText(),
            issues,
            "/api/v1/issues/" + issue.get("id").asText(),
            "/api/v1/issues/" + issue.get("id").asText() + "/comments")) {
      conforms(document, path, 200, "get", member.get(path).expect(200).json());
    }
    for (String path : List.of("tenants", "operations", "homes", "servers", "health/ready")) {
      String whole = "/control/v1/" + path;
      conforms(document, whole, 200, "get", operator.get(whole).expect(200).json());
    }
  }

  private static JsonNode created(ObjectNode document, ApiClient client, String path, Object body) {
    JsonNode view = client.post(path, body).expect(201).json();
    conforms(document, path, 201, "post", view);
    return view;
  }

  private static void conforms(
      ObjectNode document, String path, int status, String verb, JsonNode value) {
    String template = path.replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "{id}");
    JsonNode schema =
        document
            .at("/paths/" + template.replace("/", "~1"))
            .path(verb)
            .path("responses")
            .path(Integer.toString(status))
            .path("content")
            .path("application/json")
            .path("schema");
    assertThat(schema.isObject()).as(path).isTrue();
    assertThat(new SchemaCheck(document).faults(schema, value, path)).isEmpty();
  }
}
