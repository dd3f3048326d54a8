package org.rowhouse.proof.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One answer: the head as it came, and the body without its transfer coding. */
public record Answer(int status, String head, byte[] body) {

  public static final ObjectMapper MAPPER = new ObjectMapper();

  /** The first header of this name, in any case. */
  public Optional<String> header(String name) {
    return head.lines()
        .skip(1)
        .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }

  public String etag() {
    return header("ETag").orElseThrow(() -> new AssertionError("no ETag in " + this));
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    try {
      return MAPPER.readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + this, e);
    }
  }

  /** A member of the JSON object, as text. */
  public String get(String field) {
    return json().path(field).asText();
  }

  /** Path and query of the next page, if there is one. */
  public Optional<String> next() {
    return header("Link")
        .filter(link -> link.endsWith("rel=\"next\""))
        .map(link -> link.substring(1, link.indexOf('>')).replaceFirst("^[a-z]+://[^/]+", ""));
  }

  @Override
  public String toString() {
    String text = head + text();
    return text.length() <= 2000 ? text : text.substring(0, 2000) + "...";
  }
}
