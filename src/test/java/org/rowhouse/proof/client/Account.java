package org.rowhouse.proof.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A tenant and one of its members, logged in; each call may go over any connection. */
public record Account(
    String slug, String tenantId, String email, String password, String token, String refresh) {

  public static final String PASSWORD = "correct horse battery staple";
  public static final String API = "/api/v1";

  public String host() {
    return slug + ".localhost";
  }

  /** Logs {@code email} in on the tenant's host. */
  public static Account login(Wire wire, String slug, String email, String password)
      throws IOException {
    Answer tokens =
        wire.send(
            Call.post(API + "/tokens", Map.of("email", email, "password", password))
                .host(slug + ".localhost"));
    expect(200, tokens);
    String token = tokens.get("accessToken");
    Answer me = wire.send(Call.get(API + "/me").host(slug + ".localhost").token(token));
    expect(200, me);
    String tenant = me.json().findPath("tenantId").asText();
    return new Account(slug, tenant, email, password, token, tokens.get("refreshToken"));
  }

  public Call call(String method, String path) {
    return sign(Call.of(method, API + path));
  }

  public Call get(String path) {
    return sign(Call.get(API + path));
  }

  public Call post(String path, Object json) {
    return sign(Call.post(API + path, json));
  }

  public Call patch(String path, String etag, Object json) {
    return sign(Call.patch(API + path, etag, json));
  }

  public Call delete(String path, String etag) {
    return sign(Call.delete(API + path, etag));
  }

  public Call sign(Call call) {
    return call.host(host()).token(token);
  }

  /** The answer to a POST that must succeed. */
  public Answer created(Wire wire, String path, Object json) throws IOException {
    Answer answer = wire.send(post(path, json));
    expect(201, answer);
    return answer;
  }

  /** The items of all pages. */
  public List<JsonNode> all(Wire wire, String path) throws IOException {
    List<JsonNode> items = new ArrayList<>();
    Optional<String> next = Optional.of(API + path);
    while (next.isPresent()) {
      Answer page = wire.send(sign(Call.get(next.get())));
      expect(200, page);
      page.json().path("items").forEach(items::add);
      next = page.next();
    }
    return items;
  }

  public static void expect(int status, Answer answer) {
    if (answer.status() != status) {
      throw new AssertionError("expected " + status + ", got " + answer);
    }
  }
}
