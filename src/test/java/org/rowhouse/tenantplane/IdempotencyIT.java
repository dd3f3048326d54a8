package org.rowhouse.tenantplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;
import static org.rowhouse.tenantplane.TestTenant.faultyFields;
import static org.rowhouse.tenantplane.TestTenant.pathOf;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;
import org.rowhouse.tenantplane.TestTenant.Person;

/** A POST that is sent again is done once. */
class IdempotencyIT {

  private static final String KEY = "Idempotency-Key";
  private static final Map<String, ?> BODY = Map.of("title", "once", "labels", List.of("ü"));

  private static TestTenant tenant;
  private static Person admin;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    admin = tenant.admin();
  }

  private static ApiClient keyed() {
    return admin.client().with(KEY, UUID.randomUUID().toString());
  }

  private static int count(String list) {
    return admin.client().get(list + "?limit=200").expect(200).json().get("items").size();
  }

  @Test
  void the_same_request_again_gets_the_first_answer_to_the_byte() {
    String issues = tenant.project() + "/issues";
    ApiClient keyed = keyed();
    Answer first = keyed.post(issues, BODY).expect(201);
    admin.patch(pathOf(first), Map.of("title", "changed since")).expect(200);
    Answer again = keyed.post(issues, BODY).expect(201);
    assertThat(again.bytes()).isEqualTo(first.bytes());
    for (String header : List.of("Location", "ETag", "Content-Type", "Cache-Control", "Vary")) {
      assertThat(again.header(header)).as(header).isPresent().isEqualTo(first.header(header));
    }
    assertThat(count(issues)).isEqualTo(1);
  }

  @Test
  void the_same_key_with_another_body_is_refused_and_does_nothing() {
    String issues = tenant.project() + "/issues";
    ApiClient keyed = keyed();
    keyed.post(issues, BODY).expect(201);
    Answer refused = keyed.post(issues, Map.of("title", "twice")).expect(422);
    assertThat(refused.json().get("type").asText()).endsWith("/idempotency-key-reused");
    assertThat(count(issues)).isEqualTo(1);
  }

  @Test
  void many_with_one_key_at_once_make_one_row_and_get_one_answer() throws Exception {
    String issues = tenant.project() + "/issues";
    ApiClient keyed = keyed();
    List<Answer> answers = Together.times(16, i -> keyed.post(issues, BODY));
    assertThat(answers).extracting(Answer::status).containsOnly(201);
    assertThat(answers).extracting(Answer::text).containsOnly(answers.get(0).text());
    assertThat(count(issues)).isEqualTo(1);
    Answer next = admin.client().post(issues, BODY).expect(201);
    assertThat(next.json().get("number").asInt()).isEqualTo(2);
  }

  @Test
  void an_attempt_that_failed_does_not_use_the_key_up() {
    ApiClient keyed = keyed();
    String project = "/projects/" + UUID.randomUUID() + "/issues";
    keyed.post(API + project, BODY).expect(404);
    String issues = tenant.project() + "/issues";
    var nobody = Map.of("title", "x", "assignee", UUID.randomUUID());
    keyed.post(issues, nobody).expect(400);
    keyed.post(issues, Map.of("title", "")).expect(400);
    keyed.post(issues, BODY).expect(201);
    keyed.post(issues, BODY).expect(201);
    assertThat(count(issues)).isEqualTo(1);
  }

  @Test
  void a_conflict_may_be_tried_again_with_the_same_key() {
    var body = Map.of("key", "AGAIN", "name", "x");
    String inTheWay = admin.make(API + "/projects", body);
    ApiClient keyed = keyed();
    keyed.post(API + "/projects", body).expect(409);
    admin.delete(inTheWay).expect(204);
    keyed.post(API + "/projects", body).expect(201);
  }

  @Test
  void the_same_key_of_another_member_or_for_another_collection_is_another_key() {
    String issues = tenant.project() + "/issues";
    String others = tenant.project() + "/issues";
    String key = UUID.randomUUID().toString();
    Person bob = tenant.join("member");
    Answer mine = admin.client().with(KEY, key).post(issues, BODY).expect(201);
    Answer bobs = bob.client().with(KEY, key).post(issues, BODY).expect(201);
    Answer elsewhere = admin.client().with(KEY, key).post(others, BODY).expect(201);
    assertThat(List.of(pathOf(mine), pathOf(bobs), pathOf(elsewhere))).doesNotHaveDuplicates();
    assertThat(count(issues)).isEqualTo(2);
  }

  @Test
  void a_key_works_wherever_something_is_made() {
    ApiClient keyed = keyed();
    String issue = tenant.issue(tenant.project(), "x");
    String comments = issue + "/comments";
    var member =
        Map.of("email", "once@idem.example", "name", "Once", "password", TestTenant.PASSWORD);
    Map.of(comments, Map.of("body", "x"), API + "/members", member)
        .forEach(
            (path, body) -> {
              Answer first = keyed.post(path, body).expect(201);
              assertThat(keyed.post(path, body).expect(201).text()).isEqualTo(first.text());
            });
    assertThat(count(comments)).isEqualTo(1);
    ApiClient tooLong = admin.client().with(KEY, "x".repeat(201));
    assertThat(faultyFields(tooLong.post(comments, Map.of("body", "x")))).containsExactly(KEY);
  }
}
