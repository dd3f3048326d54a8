package org.rowhouse.dev;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A client of the product as a customer has one. Immutable: every {@code with} answers a new one
 * that shares the connections.
 *
 * <p>Setting {@code Host} needs the system property {@code
 * jdk.httpclient.allowRestrictedHeaders=host}.
 */
public final class ApiClient {
  private final HttpClient http;
  private final URI base;
  private final Map<String, String> headers;

  private ApiClient(HttpClient http, URI base, Map<String, String> headers) {
    this.http = http;
    this.base = base;
    this.headers = headers;
  }

  public static ApiClient of(URI base) {
    var http =
        HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    return new ApiClient(http, base, Map.of());
  }

  public ApiClient withToken(String token) {
    return with("Authorization", "Bearer " + token);
  }

  public ApiClient withHost(String host) {
    return with("Host", host);
  }

  /** Sends this header with every request; null sends it no more. */
  public ApiClient with(String name, String value) {
    var more = new LinkedHashMap<>(headers);
    if (value == null) {
      more.remove(name);
    } else {
      more.put(name, value);
    }
    return new ApiClient(http, base, more);
  }

  public Answer get(String path) {
    return send("GET", path, BodyPublishers.noBody());
  }

  public Answer delete(String path) {
    return send("DELETE", path, BodyPublishers.noBody());
  }

  /**
   * @param body a record, map, JSON node: whatever Jackson writes; text and bytes as they are
   */
  public Answer post(String path, Object body) {
    return json("POST", path, body);
  }

  public Answer put(String path, Object body) {
    return json("PUT", path, body);
  }

  public Answer patch(String path, Object body) {
    return json("PATCH", path, body);
  }

  public Answer json(String method, String path, Object body) {
    var client =
        headers.containsKey("Content-Type")
            ? this
            : with(
                "Content-Type",
                method.equals("PATCH") ? "application/merge-patch+json" : "application/json");
    return client.send(method, path, publisher(body));
  }

  /** The whole freedom: any method, any body. */
  public Answer send(String method, String path, BodyPublisher body) {
    var request =
        HttpRequest.newBuilder(base.resolve(path))
            .method(method, body)
            .timeout(Duration.ofSeconds(60));
    headers.forEach(request::setHeader);
    try {
      var answer = http.send(request.build(), BodyHandlers.ofByteArray());
      return new Answer(method + " " + path, answer.statusCode(), answer.headers(), answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(method + " " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static BodyPublisher publisher(Object body) {
    if (body instanceof byte[] bytes) {
      return BodyPublishers.ofByteArray(bytes);
    }
    if (body instanceof String text) {
      return BodyPublishers.ofString(text);
    }
    try {
      return BodyPublishers.ofByteArray(Answer.MAPPER.writeValueAsBytes(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
