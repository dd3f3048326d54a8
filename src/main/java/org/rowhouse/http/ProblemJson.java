package org.rowhouse.http;

import java.util.LinkedHashMap;
import java.util.Map;

/** The body of an RFC 9457 answer. */
final class ProblemJson {

  static final String MEDIA_TYPE = "application/problem+json";
  private static final String TYPES = "https://rowhouse.org/problems/";

  private ProblemJson() {}

  static byte[] bytes(Problem problem, String requestId) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", TYPES + problem.type());
    body.put("title", problem.title());
    body.put("status", problem.status());
    body.put("detail", problem.getMessage());
    body.put("instance", requestId);
    if (!problem.errors().isEmpty()) {
      body.put("errors", problem.errors());
    }
    return Json.bytes(body);
  }

  /** The problem of a bare HTTP status that the container or JAX-RS chose. */
  static Problem ofStatus(int status) {
    return switch (status) {
      case 400 -> new Problem(400, "bad-request", "Bad request", "The request cannot be read.");
      case 401 -> new Problem(401, "unauthenticated", "Not authenticated", "A token is needed.");
      case 403 -> new Problem(403, "forbidden", "Forbidden", "This is not allowed.");
      case 404 -> Problem.notFound();
      case 405, 501 ->
          new Problem(405, "method-not-allowed", "Method not allowed", "Not with this method.");
      case 406 ->
          new Problem(406, "not-acceptable", "Not acceptable", "Only application/json is served.");
      case 412 -> new Problem(412, "stale", "Precondition failed", "The object has changed.");
      case 413 -> new Problem(413, "body-too-large", "Body too large", "The body is too large.");
      case 415 ->
          new Problem(
              415, "unsupported-media-type", "Unsupported media type", "Send application/json.");
      case 503 -> Problem.unavailable("unavailable", "This cannot be served now. Try again.", 2);
      default ->
          status < 500
              ? new Problem(status, "bad-request", "Bad request", "The request was refused.")
              : new Problem(500, "internal-error", "Internal error", "The fault is ours.");
    };
  }
}
