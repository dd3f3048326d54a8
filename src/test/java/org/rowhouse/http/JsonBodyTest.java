package org.rowhouse.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedHashMap;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rowhouse.settings.ExampleSettings;

class JsonBodyTest {

  enum Colour {
    RED,
    GREEN
  }

  record Inner(String word) {}

  record Body(String text, int count, Boolean flag, UUID id, Colour colour, List<Inner> inner) {}

  private static final JsonBody JSON = new JsonBody(ExampleSettings.with("BODY_LIMIT", "1024"));

  private static Object read(Class<?> type, byte[] body) throws IOException {
    @SuppressWarnings("unchecked")
    Class<Record> any = (Class<Record>) type;
    return JSON.readFrom(
        any,
        type,
        new Annotation[0],
        MediaType.APPLICATION_JSON_TYPE,
        new MultivaluedHashMap<>(),
        new ByteArrayInputStream(body));
  }

  private static Body read(String body) throws IOException {
    return (Body) read(Body.class, body.getBytes(StandardCharsets.UTF_8));
  }

  private static Problem refused(String body) {
    return catchThrowableOfType(Problem.class, () -> read(body));
  }

  @Test
  void a_good_body_is_read() throws IOException {
    UUID id = UUID.randomUUID();
    assertThat(
            read(
                """
                {"text": "ä€😀", "count": 3, "flag": true, "id": "%s", "colour": "RED",
                 "inner": [{"word": "x"}]}
                """
                    .formatted(id)))
        .isEqualTo(new Body("ä€😀", 3, true, id, Colour.RED, List.of(new Inner("x"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"count\": 1, \"tenantId\": \"x\"}         | tenantId      | is not a known member",
        "{\"inner\": [{\"word\": \"a\", \"x\": 1}], \"count\": 1} | inner[0].x | is not a known member",
        "{\"count\": \"1\"}                        | count         | has the wrong type",
        "{\"count\": 1.5}                          | count         | has the wrong type",
        "{\"count\": null}                         | count         | has the wrong type",
        "{\"count\": 99999999999}                  | count         | has the wrong type",
        "{\"count\": 1, \"text\": 5}               | text          | has the wrong type",
        "{\"count\": 1, \"text\": true}            | text          | has the wrong type",
        "{\"count\": 1, \"text\": [\"a\"]}         | text          | has the wrong type",
        "{\"count\": 1, \"flag\": \"true\"}        | flag          | has the wrong type",
        "{\"count\": 1, \"flag\": 1}               | flag          | has the wrong type",
        "{\"count\": 1, \"id\": \"1\"}             | id            | has the wrong type",
        "{\"count\": 1, \"colour\": \"BLUE\"}      | colour        | must be one of [RED, GREEN]",
        "{\"count\": 1, \"colour\": 0}             | colour        | must be one of [RED, GREEN]",
        "{\"count\": 1, \"inner\": \"x\"}          | inner         | has the wrong type",
        "{\"count\": 1, \"text\": \"a\\u0000b\"}   | text          | has a character that cannot be stored (NUL or half a pair)",
        "{\"count\": 1, \"text\": \"a\\ud800b\"}   | text          | has a character that cannot be stored (NUL or half a pair)",
      })
  void a_faulty_field_is_named(String body, String field, String message) {
    Problem problem = refused(body);
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.errors()).containsExactly(new Problem.FieldError(field, message));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "nonsense",
        "{\"count\": 1} {\"count\": 2}",
        "{\"count\": 1, \"count\": 2}",
        "{\"inner\": [{\"word\": \"a\", \"word\": \"b\"}], \"count\": 1}",
        "null",
        "{'count': 1}",
        "{\"count\": 1,}",
        "{\"count\": NaN}",
        "{\"count\": 1} // so",
      })
  void what_is_not_strict_json_is_refused(String body) {
    assertThat(refused(body).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[1]", "1", "\"text\"", "true"})
  void what_is_no_object_is_refused(String body) {
    assertThat(refused(body).status()).isEqualTo(400);
  }

  @Test
  void bytes_that_are_no_utf_8_are_refused() {
    byte[] body = "{\"count\": 1, \"text\": \"x\"}".getBytes(StandardCharsets.UTF_8);
    body[body.length - 3] = (byte) 0xff;
    assertThat(catchThrowableOfType(Problem.class, () -> read(Body.class, body)).status())
        .isEqualTo(400);
  }

  @Test
  void depth_and_size_are_bounded() {
    String deep = "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1);
    assertThat(refused("{\"count\": 1, \"inner\": " + deep + "}").status()).isEqualTo(400);
    Problem tooLarge = refused("{\"count\": 1, \"text\": \"" + "x".repeat(1024) + "\"}");
    assertThat(tooLarge.status()).isEqualTo(413);
  }

  @Test
  void no_class_name_leaves_with_a_refusal() {
    assertThat(List.of("{\"count\": {}}", "{\"colour\": []}", "[]", "{\"inner\": {}}"))
        .allSatisfy(
            body ->
                assertThat(
                        new String(ProblemJson.bytes(refused(body), "id"), StandardCharsets.UTF_8))
                    .doesNotContain("rowhouse.http", "java.", "jackson", "Body"));
  }

  @Test
  void times_are_written_as_rfc_3339() {
    assertThat(Json.text(Instant.parse("2026-01-02T03:04:05.123456Z")))
        .isEqualTo("\"2026-01-02T03:04:05.123456Z\"");
  }

  @Test
  void only_records_and_patches_are_read() {
    assertThat(JSON.isReadable(Object.class, null, null, MediaType.APPLICATION_JSON_TYPE))
        .isFalse();
    assertThat(JSON.isReadable(Body.class, null, null, MediaType.APPLICATION_JSON_TYPE)).isTrue();
    for (String noObject : new String[] {"[]", "null", "1", "\"x\"", ""}) {
      byte[] bytes = noObject.getBytes(StandardCharsets.UTF_8);
      assertThatThrownBy(() -> read(MergePatch.class, bytes))
          .as(noObject)
          .isInstanceOf(Problem.class);
    }
  }
}
