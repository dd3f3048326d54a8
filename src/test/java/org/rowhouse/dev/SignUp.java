package org.rowhouse.dev;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Signs tenants up and logs their members in, through the product's own API. */
public record SignUp(ApiClient api, String operatorEmail, String operatorPassword) {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  public record Admin(String email, String name, String password) {}

  public String operatorToken() {
    var credentials = Map.of("email", operatorEmail, "password", operatorPassword);
    return token(api.post("/control/v1/tokens", credentials).expect(200, 201));
  }

  /** The operator's client. */
  public ApiClient operator() {
    return api.withToken(operatorToken());
  }

  /**
   * Returns when the tenant can be used.
   *
   * @param isolation SHARED or SCHEMA
   */
  public void tenant(
      ApiClient operator, String organization, String slug, String isolation, Admin admin) {
    var body =
        Map.of("organization", organization, "slug", slug, "isolation", isolation, "admin", admin);
    operator
        .with("Prefer", "wait=30")
        .post("/control/v1/tenants", body)
        .expect(200, 201, 202, 409); // 409: an earlier, interrupted run began it
    Instant end = Instant.now().plus(PATIENCE);
    Answer answer = login(slug, admin.email(), admin.password());
    while (!answer.isOk() && Instant.now().isBefore(end)) {
      pause();
      answer = login(slug, admin.email(), admin.password());
    }
    answer.expect(200, 201);
  }

  /** Gives the tenant limits of its own, whatever its plan says. */
  public static void limit(ApiClient operator, String tenantId, Map<String, Integer> limits) {
    String path = "/control/v1/tenants/" + tenantId;
    String etag = operator.get(path).expect(200).header("ETag").orElseThrow();
    operator.with("If-Match", etag).patch(path, Map.of("limits", limits)).expect(200);
  }

  /** Gives the tenant limits that no test and no benchmark comes near to. */
  public static void unlimit(ApiClient operator, String tenantId) {
    limit(operator, tenantId, Map.of("requestsPerSecond", 1_000_000, "concurrentRequests", 1_000));
  }

  /** The answer to a log-in, whatever it is. */
  public Answer login(String slug, String email, String password) {
    return api.post("/api/v1/tokens", Map.of("tenant", slug, "email", email, "password", password));
  }

  /** The client of a member. */
  public ApiClient member(String slug, String email, String password) {
    return api.withToken(token(login(slug, email, password).expect(200, 201)));
  }

  private static String token(Answer answer) {
    return answer.json().required("accessToken").textValue();
  }

  private static void pause() {
    try {
      Thread.sleep(200);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
