package org.rowhouse.bench;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.SignUp;
import org.rowhouse.dev.server.Node;

/**
 * A tenant with a project of issues, whose every title carries the tenant's canary.
 *
 * @param canary what stands after {@link #MARK} in rows of this tenant
 */
record Customer(String slug, String projectId, String issueId, String token, byte[] canary) {

  static final byte[] MARK = bytes("canary=");
  private static final String PASSWORD = "correct horse battery staple";

  static Customer signUp(SignUp signUp, ApiClient operator, String slug, Settings settings) {
    String email = "admin@" + slug + ".example";
    signUp.tenant(
        operator,
        "Tenant " + slug,
        slug,
        settings.isolation(),
        new SignUp.Admin(email, "Admin", PASSWORD));
    String token =
        signUp.login(slug, email, PASSWORD).expect(200).json().required("accessToken").textValue();
    ApiClient api = signUp.api().withToken(token);
    SignUp.unlimit(
        operator, api.get("/api/v1/me").expect(200).json().findPath("tenantId").textValue());
    String project =
        api.post("/api/v1/projects", Map.of("key", "BENCH", "name", "Bench canary=" + slug + "."))
            .expect(201)
            .json()
            .required("id")
            .textValue();
    String issue = null;
    for (int i = 0; i < settings.issues(); i++) {
      issue =
          api.post("/api/v1/projects/" + project + "/issues", issue(slug, i))
              .expect(201)
              .json()
              .required("id")
              .textValue();
    }
    return new Customer(slug, project, issue, token, bytes(slug + "."));
  }

  static Map<String, Object> issue(String slug, int i) {
    return Map.of(
        "title",
        "Issue " + i + " canary=" + slug + ".",
        "description",
        "The printer on floor " + i + " prints every page twice since Monday.",
        "status",
        i % 3 == 0 ? "DONE" : "OPEN",
        "labels",
        List.of("hardware", "floor-" + i % 7));
  }

  ApiClient api(Node node) {
    return ApiClient.of(node.uri()).withToken(token);
  }

  /** A measured request, as it goes over the wire. */
  byte[] request(String path) {
    return bytes(
        """
        GET %s HTTP/1.1\r
        Host: %s.localhost\r
        Authorization: Bearer %s\r
        Accept: application/json\r
        \r
        """
            .formatted(path, slug, token));
  }

  /** A measured write, as it goes over the wire. */
  byte[] newIssue() {
    String body = "{\"title\":\"One more canary=" + slug + ".\"}";
    return bytes(
        """
        POST /api/v1/projects/%s/issues HTTP/1.1\r
        Host: %s.localhost\r
        Authorization: Bearer %s\r
        Accept: application/json\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s\
        """
            .formatted(projectId, slug, token, body.length(), body));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
