package org.rowhouse.dev;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What the product answered, to the byte.
 *
 * @param request the method and the address, for messages
 */
public record Answer(String request, int status, HttpHeaders headers, byte[] bytes) {
  static final ObjectMapper MAPPER = new ObjectMapper();

  public String text() {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The body as JSON; a missing node when there is none. */
  public JsonNode json() {
    try {
      return MAPPER.readTree(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(request + " answered no JSON: " + text(), e);
    }
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  public boolean isOk() {
    return status >= 200 && status < 300;
  }

  /**
   * @throws AssertionError when the status is none of these
   */
  public Answer expect(int... statuses) {
    if (Arrays.stream(statuses).noneMatch(each -> each == status)) {
      throw new AssertionError(
          "%s answered %d, not %s: %s"
              .formatted(request, status, Arrays.toString(statuses), text()));
    }
    return this;
  }
}
