package org.rowhouse.tenantplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rowhouse.tenantplane.TestTenant.API;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.rowhouse.dev.Answer;
import org.rowhouse.dev.ApiClient;

/** What every route of the tenant plane has in common. */
class HttpRulesIT {

  private static TestTenant tenant;
  private static ApiClient admin;
  private static String project;
  private static List<String> singles;

  @BeforeAll
  static void signUp() {
    tenant = TestTenant.fresh();
    admin = tenant.admin().client();
    project = tenant.project();
    String issue = tenant.issue(project, "x");
    String comment = tenant.admin().make(issue + "/comments", Map.of("body", "x"));
    singles = List.of(TestTenant.member(tenant.admin()), project, issue, comment);
  }

  private static String etag(String path) {
    return admin.get(path).expect(200).header("ETag").orElseThrow();
  }

  @Test
  void who_has_the_newest_version_is_not_sent_it_again() {
    for (String path : singles) {
      String etag = etag(path);
      assertThat(etag).matches("\"[0-9]+\"");
      Answer same = admin.with("If-None-Match", etag).get(path).expect(304);
      assertThat(same.bytes()).isEmpty();
      assertThat(same.header("ETag")).contains(etag);
      admin.with("If-None-Match", "\"0\", " + etag).get(path).expect(304);
      admin.with("If-None-Match", "\"0\"").get(path).expect(200);
    }
  }

  @Test
  void nothing_is_overwritten_unseen() {
    for (String path : singles) {
      assertThat(type(admin.patch(path, "{}").expect(428))).endsWith("/precondition-required");
      admin.delete(path).expect(428);
      ApiClient stale = admin.with("If-Match", "\"0\"");
      assertThat(type(stale.patch(path, "{}").expect(412))).endsWith("/stale");
      stale.delete(path).expect(412);
      admin.with("If-Match", "W/" + etag(path)).patch(path, "{}").expect(412);
      admin.get(path).expect(200);
    }
    admin.with("If-Match", "*").patch(project, Map.of("name", "any")).expect(200);
    String several = "\"0\", " + etag(project);
    admin.with("If-Match", several).patch(project, Map.of("name", "one of")).expect(200);
  }

  @Test
  void of_many_who_change_the_same_version_one_wins() throws Exception {
    String issue = tenant.issue(project, "contended");
    ApiClient seen = admin.with("If-Match", etag(issue));
    List<Answer> answers = Together.times(8, i -> seen.patch(issue, Map.of("title", "by " + i)));
    assertThat(answers).extracting(Answer::status).containsOnly(200, 412).containsOnlyOnce(200);
    Answer winner = answers.stream().filter(Answer::isOk).findFirst().orElseThrow();
    assertThat(admin.get(issue).expect(200).text()).isEqualTo(winner.text());
    assertThat(etag(issue)).isEqualTo(winner.header("ETag").orElseThrow());
  }

  @Test
  void ids_of_the_request_come_back_with_every_answer() {
    String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
    ApiClient traced = admin.with("X-Request-Id", "my-id:1").with("traceparent", trace);
    for (String path : List.of("/me", "/projects/x", "/nothing", "/projects?limit=0")) {
      Answer answer = traced.get(API + path);
      assertThat(answer.header("X-Request-Id")).as(path).contains("my-id:1");
      assertThat(answer.header("traceparent")).as(path).contains(trace);
      if (!answer.isOk()) {
        assertThat(answer.json().get("instance").asText()).isEqualTo("my-id:1");
      }
    }
    Answer own = admin.with("X-Request-Id", "a b<script>").get(API + "/nothing").expect(404);
    String id = own.header("X-Request-Id").orElseThrow();
    assertThat(id).matches("[0-9a-f-]{36}").isEqualTo(own.json().get("instance").asText());
    assertThat(admin.with("traceparent", "junk").get(API + "/me").header("traceparent")).isEmpty();
  }

  @Test
  void no_shared_cache_keeps_an_answer() {
    for (String path : singles) {
      assertThat(admin.get(path).header("Cache-Control")).contains("private, no-cache");
    }
    for (String path : List.of("/me", "/projects", "/projects/x")) {
      assertThat(admin.get(API + path).header("Cache-Control")).as(path).contains("no-store");
      assertThat(admin.get(API + path).header("Vary")).contains("Authorization, Host");
    }
    Answer refused = tenant.anybody().get(API + "/me").expect(401);
    assertThat(refused.header("Cache-Control")).contains("no-store");
    assertThat(refused.header("WWW-Authenticate")).contains("Bearer");
  }

  @Test
  void a_wrong_method_type_or_form_is_a_problem_that_says_so() {
    Answer method = problem(admin.put(project, "{}"), 405);
    assertThat(method.header("Allow").orElseThrow().split(", ?"))
        .contains("GET", "PATCH", "DELETE")
        .doesNotContain("PUT", "POST");
    problem(admin.with("Accept", "application/xml").get(project), 406);
    ApiClient xml = admin.with("Content-Type", "application/xml");
    problem(xml.post(API + "/projects", "<x/>"), 415);
    problem(admin.get(API + "/nothing"), 404);
    problem(admin.get(API + "/projects/not-an-id"), 404);
    problem(admin.post(API + "/projects", "{"), 400);
  }

  private static Answer problem(Answer answer, int status) {
    answer.expect(status);
    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("application/problem+json");
    JsonNode problem = answer.json();
    assertThat(problem.get("status").asInt()).isEqualTo(status);
    assertThat(problem.get("title").asText()).isNotBlank();
    assertThat(problem.get("detail").asText()).isNotBlank();
    assertThat(problem.get("instance").asText())
        .isEqualTo(answer.header("X-Request-Id").orElseThrow());
    return answer;
  }

  private static String type(Answer answer) {
    return answer.json().get("type").asText();
  }
}
