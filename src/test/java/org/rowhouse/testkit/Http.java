package org.rowhouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Sends requests to one server, below its base address. */
final class Http {

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String base;

  Http(URI base) {
    this.base = base.toString().replaceFirst("/+$", "");
  }

  /**
   * A request; immutable.
   *
   * @param path below the base address
   * @param body null for none
   */
  record Ask(String method, String path, Map<String, String> headers, String body) {

    static Ask get(String path) {
      return new Ask("GET", path, Map.of(), null);
    }

    static Ask of(String method, String path, String body) {
      Ask ask = new Ask(method, path, Map.of(), body);
      return body == null ? ask : ask.with("Content-Type", "application/json");
    }

    /** With one more header; null adds none. */
    Ask with(String name, String value) {
      if (value == null) {
        return this;
      }
      var more = new TreeMap<>(headers);
      more.put(name, value);
      return new Ask(method, path, more, body);
    }

    Ask as(String token) {
      return with("Authorization", "Bearer " + token);
    }

    @Override
    public String toString() {
      return method + " " + path + (body == null ? "" : " " + body);
    }
  }

  Reply send(Ask ask) {
    var body = ask.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(ask.body());
    var request =
        HttpRequest.newBuilder(URI.create(base + ask.path()))
            .method(ask.method(), body)
            .timeout(Duration.ofSeconds(90));
    ask.headers().forEach(request::setHeader);
    try {
      var answer = client.send(request.build(), BodyHandlers.ofByteArray());
      String text = new String(answer.body(), StandardCharsets.UTF_8);
      return new Reply(answer.statusCode(), answer.headers().map(), text);
    } catch (IOException e) {
      throw new UncheckedIOException(ask + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The path below the base address that {@code uri}, whole or a path, leads to. */
  String pathOf(String uri) {
    URI address = URI.create(uri);
    String path = address.getRawPath();
    String prefix = URI.create(base).getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    return (path.startsWith(prefix + "/") ? path.substring(prefix.length()) : path) + query;
  }
}
