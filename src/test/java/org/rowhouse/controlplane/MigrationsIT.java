package org.rowhouse.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.dev.RunningProduct;

/** Runs of the fleet, as operators meet them on the real server; all homes are there already. */
class MigrationsIT {

  private static final String MIGRATIONS = "/control/v1/migrations";

  private static ApiClient anybody;
  private static ApiClient operator;

  @BeforeAll
  static void start() {
    RunningProduct product = RunningProduct.shared();
    anybody = product.api();
    operator = product.signUp().operator();
  }

  @Test
  void a_run_is_asked_for_streamed_to_its_end_and_listed() {
    Answer begun = operator.post(MIGRATIONS, Map.of("dryRun", true)).expect(202);
    String id = begun.json().get("id").asText();
    assertThat(begun.header("Location").orElseThrow()).endsWith(MIGRATIONS + "/" + id);
    Answer stream =
        operator.with("Accept", "text/event-stream").get(MIGRATIONS + "/" + id).expect(200);
    assertThat(stream.header("Content-Type").orElseThrow()).startsWith("text/event-stream");
    assertThat(stream.text().lines().filter(line -> line.startsWith("data: ")))
        .isNotEmpty()
        .last()
        .asString()
        .contains(id, "\"SUCCEEDED\"");

    Answer ended = operator.get(MIGRATIONS + "/" + id).expect(200);
    assertThat(ended.json().get("state").asText()).isEqualTo("SUCCEEDED");
    assertThat(ended.json().get("dryRun").asBoolean()).isTrue();
    assertThat(ended.json().at("/homes/failed").asInt()).isZero();
    assertThat(operator.get(MIGRATIONS + "?limit=1").expect(200).json().at("/items/0/id").asText())
        .isEqualTo(id);
    JsonNode failed =
        operator.get(MIGRATIONS + "/" + id + "/homes?state=FAILED").expect(200).json().get("items");
    assertThat(failed.isArray() && failed.isEmpty()).isTrue();
    operator.post(MIGRATIONS + "/" + id + "/retry", "").expect(409);
    operator.put(MIGRATIONS + "/" + id + "/pause", "").expect(409);
    operator.delete(MIGRATIONS + "/" + id + "/pause").expect(409);
  }

  @Test
  void what_is_not_there_or_not_meant_is_said() {
    String unknown = MIGRATIONS + "/" + UUID.randomUUID();
    operator.get(unknown).expect(404);
    operator.get(unknown + "/homes").expect(404);
    operator.with("Accept", "text/event-stream").get(unknown).expect(404);
    operator.post(unknown + "/retry", "").expect(404);
    operator.put(unknown + "/pause", "").expect(404);
    operator.post(MIGRATIONS, Map.of("atomic", "ROOM")).expect(400);
    operator.get(unknown + "/homes?state=ELSEWHERE").expect(400, 404);
    assertThat(operator.get("/control/v1/drift").expect(200).json().get("items").isArray())
        .isTrue();
  }

  @Test
  void nobody_else_learns_of_the_fleet() {
    for (String path : new String[] {MIGRATIONS, MIGRATIONS + "/" + UUID.randomUUID()}) {
      anybody.get(path).expect(401);
      anybody.with("Accept", "text/event-stream").get(path).expect(401, 406);
    }
    anybody.get("/control/v1/drift").expect(401);
    anybody.post(MIGRATIONS, Map.of()).expect(401);
  }
}
