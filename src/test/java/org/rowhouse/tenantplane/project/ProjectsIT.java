package org.rowhouse.tenantplane.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.tenantplane.TestTenant;
import org.rowhouse.tenantplane.TestTenant.Person;
import org.rowhouse.tenantplane.Together;

/** Projects, and what all objects share: merge patches and keys that are taken once. */
class ProjectsIT {

  private static final String PROJECTS = API + "/projects";

  private static TestTenant tenant;
  private static Person bob;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    bob = tenant.join("member");
  }

  @Test
  void a_key_is_two_to_ten_capitals_and_digits_and_starts_with_a_capital() {
    for (String bad : List.of("", "A", "ab", "1AB", "A-B", "AB\n", " AB", "ÄB", "ABCDEFGHIJK")) {
      assertThat(faultyFields(bob.client().post(PROJECTS, Map.of("key", bad, "name", "x"))))
          .as(bad)
          .containsExactly("key");
    }
    for (String good : List.of("A1", "ABCDEFGHIJ")) {
      bob.make(PROJECTS, Map.of("key", good, "name", "x"));
    }
  }

  @Test
  void a_key_is_taken_once() throws Exception {
    bob.make(PROJECTS, Map.of("key", "TAKEN", "name", "first"));
    bob.client().post(PROJECTS, Map.of("key", "TAKEN", "name", "second")).expect(409);
    String other = bob.make(PROJECTS, Map.of("key", "OTHER", "name", "other"));
    bob.patch(other, Map.of("key", "TAKEN")).expect(409);
    bob.patch(other, Map.of("key", "OTHER")).expect(200);
    List<Integer> answers =
        Together.times(
            8, i -> bob.client().post(PROJECTS, Map.of("key", "RACE", "name", "r")).status());
    assertThat(answers).containsOnly(201, 409).containsOnlyOnce(201);
  }

  @Test
  void a_project_goes_with_all_that_is_in_it_and_nothing_else() {
    String project = bob.make(PROJECTS, Map.of("key", "DOOMED", "name", "x"));
    String issue = tenant.issue(project, "in it");
    bob.make(issue + "/comments", Map.of("body", "on it"));
    String other = tenant.issue(tenant.project(), "elsewhere");
    bob.delete(project).expect(204);
    for (String gone : List.of(project, project + "/issues", issue, issue + "/comments")) {
      bob.client().get(gone).expect(404);
    }
    bob.client().post(project + "/issues", Map.of("title", "too late")).expect(404);
    bob.client().post(issue + "/comments", Map.of("body", "too late")).expect(404);
    bob.client().get(other).expect(200);
    String again = bob.make(PROJECTS, Map.of("key", "DOOMED", "name", "again"));
    JsonNode first = bob.client().get(tenant.issue(again, "one")).json();
    assertThat(first.get("number").asInt()).isEqualTo(1);
  }

  @Test
  void whoever_writes_into_a_project_that_is_going_gets_an_answer_and_leaves_nothing()
      throws Exception {
    for (int round = 0; round < 4; round++) {
      String project = tenant.project();
      List<Answer> answers =
          Together.times(
              8,
              i ->
                  i == 4
                      ? bob.client().with("If-Match", "*").delete(project)
                      : bob.client().post(project + "/issues", Map.of("title", "i" + i)));
      assertThat(answers.get(4).status()).isEqualTo(204);
      for (Answer each : answers) {
        each.expect(201, 204, 404, 409);
        if (each.status() == 201) {
          bob.client().get(TestTenant.pathOf(each)).expect(404);
        }
      }
    }
  }

  @Test
  void a_patch_changes_what_it_names_and_null_clears() {
    String project =
        bob.make(PROJECTS, Map.of("key", "PATCH", "name", "old", "description", "words"));
    Answer renamed = bob.patch(project, Map.of("name", "new")).expect(200);
    assertThat(renamed.json().get("description").asText()).isEqualTo("words");
    assertThat(renamed.json().get("name").asText()).isEqualTo("new");
    Answer cleared = bob.patch(project, "{\"description\":null}").expect(200);
    assertThat(cleared.json().get("description").isNull()).isTrue();
    assertThat(bob.client().get(project).expect(200).json()).isEqualTo(cleared.json());
    assertThat(cleared.json().get("updatedAt").asText())
        .isGreaterThan(cleared.json().get("createdAt").asText());
    assertThat(faultyFields(bob.patch(project, "{\"name\":null}"))).containsExactly("name");
  }

  @Test
  void a_patch_may_be_plain_json_and_nothing_else() {
    String project = tenant.project();
    for (String type : List.of("application/merge-patch+json", "application/json")) {
      var patched =
          bob.matching(project).with("Content-Type", type).patch(project, Map.of("name", type));
      assertThat(patched.expect(200).json().get("name").asText()).isEqualTo(type);
    }
    bob.matching(project).with("Content-Type", "text/plain").patch(project, "{}").expect(415);
    for (String broken : List.of("", "[]", "null", "\"x\"", "{", "{}{}")) {
      bob.patch(project, broken).expect(400);
    }
  }

  @Test
  void members_that_nobody_may_write_are_refused_by_name() {
    String project = tenant.project();
    for (String name : List.of("id", "tenantId", "tenant_id", "version", "createdAt", "x")) {
      Map<String, Object> body = new HashMap<>(Map.of("key", "UNKNOWN", "name", "x"));
      body.put(name, "1");
      assertThat(faultyFields(bob.client().post(PROJECTS, body))).containsExactly(name);
      assertThat(faultyFields(bob.patch(project, Map.of(name, "1")))).containsExactly(name);
    }
  }

  @Test
  void every_faulty_field_is_named() {
    var faulty = Map.of("key", "x", "name", "", "description", "d".repeat(10_001));
    assertThat(faultyFields(bob.client().post(PROJECTS, faulty)))
        .containsExactlyInAnyOrder("key", "name", "description");
    assertThat(faultyFields(bob.client().post(PROJECTS, "{\"key\":1,\"name\":\"x\"}")))
        .containsExactly("key");
  }

  @Test
  void a_view_has_all_its_members_in_their_order_and_nulls_too() {
    String project = bob.make(PROJECTS, Map.of("key", "ORDER", "name", "x"));
    String text = bob.client().get(project).expect(200).text();
    assertThat(text)
        .matches(
            "\\{\"id\":\"[0-9a-f-]{36}\",\"key\":\"ORDER\",\"name\":\"x\",\"description\":null,"
                + "\"createdAt\":\"[0-9T:.-]+Z\",\"updatedAt\":\"[0-9T:.-]+Z\"}");
  }
}
